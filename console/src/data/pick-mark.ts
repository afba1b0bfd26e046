/**
 * What was just typed to call for data, before the cursor: `{{`, or `/` at the beginning of a word. Full-width braces
 * are what Chinese input methods type.
 */
export function pickMark(text: string, cursor: number): { from: number; to: number } | undefined {
  const [mark] = /(?:\{\{|｛｛|(?<=^|\s)\/)$/u.exec(text.slice(Math.max(0, cursor - 3), cursor)) ?? [];
  return mark === undefined ? undefined : { from: cursor - mark.length, to: cursor };
}
