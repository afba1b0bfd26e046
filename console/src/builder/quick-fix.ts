import type { Problem } from '#flows/language/problem.ts';

/** A repair of the text: what stands between two offsets is replaced. */
export interface Edit {
  from: number;
  to: number;
  insert: string;
}

/** What a finding with a suggestion is about, by the names of its values. */
const misspelt = ['name', 'field', 'value', 'connector', 'flow'] as const;

/** The repair of a finding that names what was meant, where the place of the wrong word is beyond doubt. */
export function quickFix({ code, params, position }: Problem, source: string): Edit | undefined {
  const { suggestion } = params;
  const number = code === 'numberWithMarks' ? params.number : code === 'numberAsText' ? params.value : undefined;
  if (position && number !== undefined)
    return { from: position.offset, to: position.endOffset, insert: String(number) };
  if (!position || typeof suggestion !== 'string' || suggestion === '') return undefined;
  const text = source.slice(position.offset, position.endOffset);
  for (const key of misspelt) {
    const word = params[key];
    if (typeof word !== 'string' || word === '' || word === suggestion) continue;
    const places = [...text.matchAll(wordPattern(word))];
    if (places.length !== 1) continue;
    const from = position.offset + places[0]!.index;
    // Of functions the suggestion has the sign that stands before the name.
    const insert = source[from - 1] === '$' ? suggestion.replace(/^\$/, '') : suggestion;
    return { from, to: from + word.length, insert };
  }
  return undefined;
}

/** The word where no other letter touches it. */
function wordPattern(word: string): RegExp {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${escaped}(?![\\p{L}\\p{N}_])`, 'gu');
}

/** The connector that a finding misses a connection of; undefined for other findings. */
export function missingConnection({ code, params }: Problem): string | undefined {
  if (code === 'unknownConnection') return String(params.connector);
  return code === 'connectionNeeded' ? String(params.operation).split('.')[0] : undefined;
}
