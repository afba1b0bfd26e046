import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const imported =
  /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'|new URL\(\s*'([^']+)',\s*import\.meta\.url/g;

/** Every file of the project that comes along when one of `entries` is loaded, now or later; types bring nothing. */
export function reachedFrom(root: string, entries: readonly string[]): Set<string> {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file) || !existsSync(join(root, file))) return;
    reached.add(file);
    if (!/\.(ts|svelte)$/.test(file)) return;
    for (const [, ...names] of readFileSync(join(root, file), 'utf8').matchAll(imported)) {
      const name = names.find((each) => each !== undefined)?.split('?')[0] ?? '';
      if (name.startsWith('#')) visit(name.slice(1));
      else if (name.startsWith('.')) visit(normalize(join(dirname(file), name)));
    }
  };
  for (const entry of entries) visit(entry);
  return reached;
}
