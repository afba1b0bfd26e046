import { parse } from 'yaml';
import { type Template, template } from '#flows/templates/template.ts';

/** A template with its folder's name and the texts of its flows. */
export interface GalleryTemplate extends Template {
  id: string;
  sources: string[];
}

const files = import.meta.glob<string>('../../../../flows/templates/*/*.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The templates of flows/templates. */
export function readTemplates(): GalleryTemplate[] {
  return Object.entries(files).flatMap(([path, source]) => {
    const folder = /\/([^/]+)\/template\.yaml$/.exec(path)?.[1];
    if (!folder) return [];
    const about = template.parse(parse(source));
    const sources = about.flows.map((file) => files[path.replace(/template\.yaml$/, file)] ?? '');
    return [{ ...about, id: folder, sources }];
  });
}
