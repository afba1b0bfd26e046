/** Characters `from` to `to` of a text become `insert`. */
export interface TextChange {
  from: number;
  to: number;
  insert: string;
}

/** Changes of one text that belong together: sorted, apart from each other, all in offsets of the text before. */
export type Patch = readonly TextChange[];

/** The text after a patch. */
export function patched(text: string, patch: Patch): string {
  let result = '';
  let at = 0;
  for (const { from, to, insert } of patch) {
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

/** The patch that leads back to `text` from what `patch` made of it. */
export function inverseOf(text: string, patch: Patch): Patch {
  let shift = 0;
  return patch.map(({ from, to, insert }) => {
    const start = from + shift;
    shift += insert.length - (to - from);
    return { from: start, to: start + insert.length, insert: text.slice(from, to) };
  });
}

/** What is left of a text and what is new, in order. */
type Piece = { from: number; to: number } | { insert: string };

/** One patch that does what the patches do one after another, each in offsets of the text that the one before made. */
export function composed(length: number, patches: readonly Patch[]): Patch {
  const pieces = patches.reduce<Piece[]>(changedPieces, [{ from: 0, to: length }]);
  const changes: TextChange[] = [];
  let at = 0;
  let insert = '';
  for (const piece of [...pieces, { from: length, to: length }]) {
    if ('insert' in piece) {
      insert += piece.insert;
      continue;
    }
    if (piece.from > at || insert !== '') changes.push({ from: at, to: piece.from, insert });
    insert = '';
    at = piece.to;
  }
  return changes;
}

function changedPieces(pieces: Piece[], patch: Patch): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const { from, to, insert } of patch) {
    result.push(...slice(pieces, at, from));
    if (insert !== '') result.push({ insert });
    at = to;
  }
  return [...result, ...slice(pieces, at, Number.POSITIVE_INFINITY)];
}

/** The pieces of the characters `from` to `to` of the text that the pieces make. */
function slice(pieces: Piece[], from: number, to: number): Piece[] {
  let start = 0;
  return pieces.flatMap((piece): Piece[] => {
    const length = 'insert' in piece ? piece.insert.length : piece.to - piece.from;
    const first = Math.max(from - start, 0);
    const last = Math.min(to - start, length);
    start += length;
    if (first >= last) return [];
    if ('insert' in piece) return [{ insert: piece.insert.slice(first, last) }];
    return [{ from: piece.from + first, to: piece.from + last }];
  });
}
