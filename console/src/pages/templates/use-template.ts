import { withHead } from '#flows/editing/with-head.ts';
import { fillTemplate, inChinese } from '#flows/templates/template.ts';
import type { Language } from '../../i18n/language.svelte.ts';
import type { GalleryTemplate } from '../../parts/templates/template-files.ts';

export interface FlowText {
  id: string;
  source: string;
}

/** The flows of a template with the given values, in the person's language; the first gets the id and name that the person chose. */
export function flowsFromTemplate(
  template: GalleryTemplate,
  values: Record<string, string>,
  first: { id: string; name: string },
  language: Language,
): FlowText[] {
  return template.sources.map((source, i) => {
    const filled = fillTemplate(language === 'zh' ? inChinese(source, template) : source, template.parameters, values);
    if (i > 0) return { id: idOf(filled), source: filled };
    return { id: first.id, source: withHead(filled, first) };
  });
}

/** The id that a template's text gives its flow. */
export function idOf(source: string): string {
  return /^id: *["']?([a-z0-9-]+)/m.exec(source)?.[1] ?? '';
}
