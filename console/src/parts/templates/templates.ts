import type { GalleryTemplate } from './template-files.ts';

/** Every template that ships, by name of its folder. Their files and the YAML reader are loaded when first wanted. */
export async function loadTemplates(): Promise<GalleryTemplate[]> {
  const { readTemplates } = await import('./template-files.ts');
  return readTemplates();
}

/** How many templates ship. */
export const templateCount = Object.keys(
  import.meta.glob('../../../../flows/templates/*/template.yaml', { query: '?raw' }),
).length;
