import type { Json } from '#flows/language/json.ts';

/** Plain text as an Atlassian Document Format document: a paragraph per line. */
export function richText(text: string): Json {
  return {
    type: 'doc',
    version: 1,
    content: text.split(/\r?\n/).map((line) => ({
      type: 'paragraph',
      content: line === '' ? [] : [{ type: 'text', text: line }],
    })),
  };
}
