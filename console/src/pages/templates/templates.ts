import type { Template } from '#flows/templates/template.ts';

/** A template with its folder's name and the texts of its flows. */
export interface GalleryTemplate extends Template {
  id: string;
  sources: string[];
}

/** Every template that ships, by name of its folder. Their files and the YAML reader are loaded when first wanted. */
export async function loadTemplates(): Promise<GalleryTemplate[]> {
  const { readTemplates } = await import('./template-files.ts');
  return readTemplates();
}
