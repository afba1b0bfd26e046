/** Lines of a block. */
const most = 400;

/** A long text in blocks of whole lines, so that a browser need lay out only those in sight; `lines` is how many each has. */
export function lineBlocks(text: string): { text: string; lines: number }[] {
  const lines = text.split('\n');
  return Array.from({ length: Math.ceil(lines.length / most) }, (_, i) => {
    const some = lines.slice(i * most, (i + 1) * most);
    return { text: some.join('\n'), lines: some.length };
  });
}
