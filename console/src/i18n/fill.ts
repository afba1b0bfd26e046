export type Holes = Record<string, string | number>;

/**
 * Fills the holes of a text: `{name}` with the value (numbers in the locale's digits), `{count|run|runs}` with the
 * word that fits the number. A hole without a value stays as it is, so that it is seen.
 */
export function fill(text: string, holes: Holes, locale: string): string {
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = holes[name];
    if (value === undefined) return whole;
    if (one !== undefined && many !== undefined) return value === 1 ? one : many;
    return typeof value === 'number' ? value.toLocaleString(locale) : value;
  });
}

/** The names of a text's holes, sorted, each once. */
export function holesOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)(?:\|[^}]*)?\}/g)].map((match) => match[1]!))].sort();
}
