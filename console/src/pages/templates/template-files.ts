import { parse } from 'yaml';
import { template } from '#flows/templates/template.ts';
import type { GalleryTemplate } from './templates.ts';

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
