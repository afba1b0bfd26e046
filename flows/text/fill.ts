/** The text with every `{name}` replaced by `params.name`; a hole without a value stays as it is. */
export function fill(text: string, params: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{([A-Za-z]+)\}/g, (hole, name: string) => String(params[name] ?? hole));
}
