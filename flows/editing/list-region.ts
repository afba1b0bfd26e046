import { lineEnd, linesOfMember } from './block-lines.ts';
import type { ListSource } from './source-tree.ts';

/** The lines of an item; nothing before `floor` can belong to it. */
export interface Region {
  from: number;
  to: number;
  floor: number;
}

/** The lines of one item of a block list, with the comments that belong to it. */
export function regionOf(text: string, list: ListSource, index: number): Region {
  const { start, node } = list.items[index] as ListSource['items'][number];
  const before = list.items[index - 1];
  const floor = before ? lineEnd(text, before.node.end) : lineStartAfterKey(text, list.start);
  const end = Math.max(node.end, start + 1);
  return { ...linesOfMember(text, { start, end, column: list.column, floor }), floor };
}

/** Comments between a key and its first item belong to the item; the key's own line does not. */
function lineStartAfterKey(text: string, start: number): number {
  let at = text.lastIndexOf('\n', start - 1) + 1;
  while (at > 0) {
    const above = text.lastIndexOf('\n', at - 2) + 1;
    const line = text.slice(above, at).trim();
    if (line !== '' && !line.startsWith('#')) break;
    at = above;
  }
  return at;
}
