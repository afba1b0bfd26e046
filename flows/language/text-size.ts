/** Bytes that the text of a flow may have in UTF-8. */
export const textLimit = 262_144;

/** Bytes of a text in UTF-8. */
export function textSize(text: string): number {
  return new TextEncoder().encode(text).length;
}
