import { fillTemplate } from '#flows/templates/template.ts';
import type { GalleryTemplate } from './template-files.ts';

export interface FlowText {
  id: string;
  source: string;
}

/** The flows of a template with the given values; the first gets the id and name that the person chose. */
export function flowsFromTemplate(
  template: GalleryTemplate,
  values: Record<string, string>,
  first: { id: string; name: string },
): FlowText[] {
  return template.sources.map((source, i) => {
    const filled = fillTemplate(source, template.parameters, values);
    if (i > 0) return { id: idOf(filled), source: filled };
    const named = filled
      .replace(/^id:.*$/m, () => `id: ${first.id}`)
      .replace(/^name:.*$/m, () => `name: ${JSON.stringify(first.name)}`);
    return { id: first.id, source: named };
  });
}

/** The id that a template's text gives its flow. */
export function idOf(source: string): string {
  return /^id: *["']?([a-z0-9-]+)/m.exec(source)?.[1] ?? '';
}
