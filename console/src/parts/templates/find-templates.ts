import type { GalleryTemplate } from './template-files.ts';

type Searched = Pick<GalleryTemplate, 'name' | 'description' | 'categories' | 'sources'>;

/** The connectors that a template's flows use, each by one operation of it, the trigger's first. */
export function usesOf({ sources }: Pick<GalleryTemplate, 'sources'>): string[] {
  const uses = [...sources.join('\n').matchAll(/\buse: *["']?([\w-]+)\.([\w-]+)/g)];
  return [...new Map(uses.map(([, connector, operation]) => [connector, `${connector}.${operation}`])).values()];
}

/**
 * Those of a category, all when it is none, that hold every word searched for: in their texts, in either language, or in
 * the names of what they connect.
 */
export function findTemplates<T extends Searched>(
  templates: readonly T[],
  { search, category }: { search: string; category: string | undefined },
  connectorName: (id: string) => string,
): T[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return templates.filter((template) => {
    if (category && !template.categories.some((each) => each === category)) return false;
    const names = usesOf(template).flatMap((use) => [use, connectorName(use.split('.')[0] ?? '')]);
    const { name, description } = template;
    const text = [name.en, name.zh, description.en, description.zh, ...names].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
