import type { Option } from './calls.ts';

/** The names, each once, that contain what is searched for: for vendors that give all and search nothing. */
export function containing(search: string, names: readonly string[]): Option[] {
  const wanted = search.toLowerCase();
  const found = names.filter((name) => name.toLowerCase().includes(wanted));
  return [...new Set(found)].map((name) => ({ value: name, label: name }));
}
