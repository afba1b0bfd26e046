import { attributeOf, type Item, type Value } from '../values/attribute-value.ts';
import type { Placeholders } from './placeholders.ts';
import type { Notes } from './problems.ts';
import { isReserved } from './reserved-words.ts';
import type { TokenReader } from './tokens.ts';

/** Names of attributes and places in lists, from the item on. */
export type Path = (string | number)[];

/** Parts of a path, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const mostParts = 32;

/** Reads a path; notes reserved words and placeholders that are not defined. */
export function readPath(
  tokens: TokenReader,
  placeholders: Placeholders,
  problems: Notes<'reserved' | 'name' | 'depth'>,
): Path {
  const path: Path = [readName(tokens, placeholders, problems)];
  for (;;) {
    if (tokens.takeSign('.')) {
      path.push(readName(tokens, placeholders, problems));
    } else if (tokens.isSign('[')) {
      tokens.next();
      if (tokens.peek().kind !== 'number') throw tokens.unexpected();
      path.push(Number(tokens.next().text));
      tokens.expectSign(']');
    } else {
      if (path.length > mostParts) {
        problems.note('depth', `The document path has too many nesting elements; nesting elements: ${path.length}`);
      }
      return path;
    }
  }
}

function readName(
  tokens: TokenReader,
  placeholders: Placeholders,
  problems: Notes<'reserved' | 'name' | 'depth'>,
): string {
  const { kind, text } = tokens.peek();
  if (kind !== 'word' && kind !== 'name') throw tokens.unexpected();
  tokens.next();
  if (kind === 'word') {
    if (isReserved(text)) problems.note('reserved', `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    return text;
  }
  const name = placeholders.name(text);
  if (name === undefined) {
    problems.note(
      'name',
      `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
    );
  }
  return name ?? text;
}

/** As AWS writes a path in messages: `[a, b, [0]]`. */
export function pathText(path: Path): string {
  return `[${path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join(', ')}]`;
}

/** What lies at a path. */
export function valueAt(item: Item, path: Path): Value | undefined {
  let value = attributeOf(item, path[0] as string);
  for (let place = 1; value && place < path.length; place++) value = childOf(value, path[place]!);
  return value;
}

/** One step of a path further down. */
export function childOf(value: Value, part: string | number): Value | undefined {
  if (typeof part === 'number') return value.L?.[part];
  return value.M && attributeOf(value.M, part);
}

/** Notes two paths of which one leads through the other, or which take one place for a map and a list. */
export function checkPaths(paths: readonly Path[], problems: Notes<'overlap' | 'conflict'>): void {
  for (const [place, path] of paths.entries()) {
    for (const earlier of paths.slice(0, place)) comparePaths(earlier, path, problems);
  }
}

function comparePaths(one: Path, two: Path, problems: Notes<'overlap' | 'conflict'>): void {
  const advice = `must remove or rewrite one of these paths; path one: ${pathText(one)}, path two: ${pathText(two)}`;
  for (let place = 0; place < Math.min(one.length, two.length); place++) {
    if (typeof one[place] !== typeof two[place]) {
      problems.note('conflict', `Two document paths conflict with each other; ${advice}`);
      return;
    }
    if (one[place] !== two[place]) return;
  }
  problems.note('overlap', `Two document paths overlap with each other; ${advice}`);
}
