import { type Budget, maxSize } from './budget.ts';
import { ExpressionError } from './expression-error.ts';
import { define, type Focus, native, runOf } from './native.ts';
import { textSearch } from './text-search.ts';

interface Match {
  match: string;
  start: number;
  end: number;
  groups: string[];
  next: { apply(self: unknown, args: unknown[]): unknown };
}
type Callback = { apply(self: unknown, args: unknown[]): unknown };

/**
 * JSONata's functions that could take memory or time out of proportion to what they are given, or that read a clock
 * or chance of their own. Same results, paid for from the runOf(this).budget.
 */
export const boundedFunctions = {
  now: define('<s?s?:s>', function now(this: Focus, picture?: string, timezone?: string) {
    checkPicture(picture);
    return native('fromMillis', this, [runOf(this).now, picture, timezone]);
  }),
  millis: define('<:n>', function millis(this: Focus) {
    return runOf(this).now;
  }),
  fromMillis: define('<n-s?s?:s>', function fromMillis(this: Focus, ms: number, picture?: string, timezone?: string) {
    checkPicture(picture);
    return native('fromMillis', this, [ms, picture, timezone]);
  }),
  toMillis: define('<s-s?:n>', function toMillis(this: Focus, timestamp: string, picture?: string) {
    if (picture !== undefined) checkParsingPicture(picture, timestamp);
    return native('toMillis', this, [timestamp, picture]);
  }),
  formatNumber: define(
    '<n-so?:s>',
    function formatNumber(this: Focus, value: number, picture: string, options?: unknown) {
      checkPicture(picture);
      return native('formatNumber', this, [value, picture, options]);
    },
  ),
  formatInteger: define('<n-s:s>', function formatInteger(this: Focus, value: number, picture: string) {
    checkPicture(picture);
    return native('formatInteger', this, [value, picture]);
  }),
  parseInteger: define('<s-s:n>', function parseInteger(this: Focus, value: string, picture: string) {
    checkPicture(picture);
    if (value !== undefined && value.length > 1000) {
      throw new ExpressionError('WrongArgument', 'A number to be parsed may have 1,000 characters.');
    }
    return native('parseInteger', this, [value, picture]);
  }),
  pad: define('<s-ns?:s>', function pad(this: Focus, str: string, width: number, char?: string) {
    runOf(this).budget.text(Math.abs(width));
    if (char !== undefined) runOf(this).budget.text(Math.abs(width) * char.length);
    return native('pad', this, [str, width, char]);
  }),
  join: define('<a<s>s?:s>', function join(this: Focus, strs: string[] | undefined, separator?: string) {
    const between = separator?.length ?? 0;
    runOf(this).budget.text(strs?.reduce((length, text) => length + text.length + between, 0) ?? 0);
    return native('join', this, [strs, separator]);
  }),
  replace: define(
    '<s-(sf)(sf)n?:s>',
    function replace(
      this: Focus,
      str: string | undefined,
      pattern: string | Callback,
      replacement: string | Callback,
      limit?: number,
    ) {
      if (str === undefined) return undefined;
      const { budget } = runOf(this);
      if (typeof pattern !== 'string') {
        return native('replace', this, [str, ...boundedReplacement(budget, str, pattern, replacement), limit]);
      }
      if (pattern === '' || (limit !== undefined && limit < 0)) {
        return native('replace', this, ['', pattern, '', limit]);
      }
      return replaceText(budget, str, pattern, String(replacement), limit);
    },
  ),
  contains: define('<s-(sf):b>', function contains(this: Focus, str?: string, token?: string | Callback) {
    if (str === undefined || token === undefined) return undefined;
    if (typeof token !== 'string') return native('contains', this, [str, token]);
    return textSearch(token, runOf(this).budget)(str, 0) >= 0;
  }),
  substringBefore: define('<s-s:s>', function substringBefore(this: Focus, str?: string, chars?: string) {
    if (str === undefined || chars === undefined) return str;
    const at = textSearch(chars, runOf(this).budget)(str, 0);
    return at < 0 ? str : str.slice(0, at);
  }),
  substringAfter: define('<s-s:s>', function substringAfter(this: Focus, str?: string, chars?: string) {
    if (str === undefined || chars === undefined) return str;
    const at = textSearch(chars, runOf(this).budget)(str, 0);
    return at < 0 ? str : str.slice(at + chars.length);
  }),
  split: define(
    '<s-(sf)n?:a<s>>',
    function split(this: Focus, str: string | undefined, separator: string | Callback, limit?: number) {
      if (str === undefined) return undefined;
      const special = typeof separator !== 'string' || separator === '' || (limit !== undefined && limit < 0);
      if (special) return native('split', this, [str, separator, limit]);
      return splitText(runOf(this).budget, str, separator, limit);
    },
  ),
  base64encode: define('<s-:s>', function base64encode(this: Focus, str?: string) {
    if (str === undefined) return undefined;
    runOf(this).budget.text(Math.ceil(str.length / 3) * 4);
    let bytes = '';
    for (let index = 0; index < str.length; index++) bytes += String.fromCharCode(str.charCodeAt(index) & 0xff);
    return btoa(bytes);
  }),
  base64decode: define('<s-:s>', function base64decode(str?: string) {
    if (str === undefined) return undefined;
    try {
      return atob(str.replaceAll('-', '+').replaceAll('_', '/'));
    } catch {
      throw new ExpressionError('WrongArgument', 'The argument of $base64decode is not base64.');
    }
  }),
  shuffle: define('<a:a>', function shuffle(this: Focus, arr?: unknown[]) {
    if (arr === undefined) return undefined;
    const result = [...arr];
    for (let index = result.length - 1; index > 0; index--) {
      const other = Math.floor(runOf(this).random() * (index + 1));
      [result[index], result[other]] = [result[other], result[index]];
    }
    return result;
  }),
  sort: define('<af?:a>', function sort(this: Focus, arr?: unknown[], comparator?: Callback) {
    if (arr === undefined || arr.length < 2) return arr;
    if (comparator)
      return mergeSort(runOf(this).budget, arr, (a, b) => comparator.apply(undefined, [a, b]) as Promise<boolean>);
    const kind = typeof arr[0];
    if ((kind !== 'number' && kind !== 'string') || arr.some((member) => typeof member !== kind)) {
      throw new ExpressionError(
        'D3070',
        'The single argument form of $sort takes only text or only numbers. Give a comparison function as the second argument.',
      );
    }
    runOf(this).budget.spend(arr.length);
    return (arr as string[]).toSorted((a, b) => (a > b ? 1 : a < b ? -1 : 0));
  }),
  distinct: define('<x:x>', function distinct(this: Focus, arr: unknown) {
    return Array.isArray(arr) ? distinctMembers(runOf(this).budget, arr) : arr;
  }),
  clone: define('<(oa)-:o>', function clone(this: Focus, arg: unknown) {
    for (let copies = 0; copies < 4; copies++) runOf(this).budget.look(arg);
    return withoutPrototypes(arg);
  }),
};

/** Pictures are written by people; a long one only serves to take time, as does a width of many digits. */
function checkPicture(picture: string | undefined): void {
  if (picture === undefined) return;
  if (picture.length > 200) {
    throw new ExpressionError('TooLarge', 'A picture for numbers or times may have 200 characters.');
  }
  for (const [, width] of picture.matchAll(/,([^\]]*)\]/g)) {
    if (/\d{3}/.test(width!.replace(/\s/g, ''))) {
      throw new ExpressionError('WrongArgument', 'A width in a picture for times may have two digits.');
    }
  }
}

/**
 * JSONata turns the picture into a backtracking regular expression: digits next to digits, with no width, could be
 * divided in too many ways.
 */
function checkParsingPicture(picture: string, timestamp: string | undefined): void {
  checkPicture(picture);
  if (timestamp !== undefined && timestamp.length > 200) {
    throw new ExpressionError('TooLarge', 'A time to be parsed may have 200 characters.');
  }
  const markers = [...picture.matchAll(/\[([^\]]*)\]([^[]*)/g)];
  const words = markers.filter(([, marker]) => /[wW]/.test(marker!.slice(1)));
  const unclear = markers.filter(
    ([, marker, after], index) =>
      index < markers.length - 1 && !/[^\p{L}\p{N}]/u.test(after!) && !/\d{2,}|^[zZ]/.test(marker!),
  );
  if (words.length > 3 || unclear.length > 2) {
    throw new ExpressionError(
      'UnsupportedPattern',
      'The parts of the picture must be divided, as in [Y0001]-[M01]-[D01].',
    );
  }
}

/** A text with every, or the first `limit`, places of another text replaced. */
function replaceText(budget: Budget, str: string, wanted: string, replacement: string, limit = Infinity): string {
  const search = textSearch(wanted, budget);
  let result = '';
  let position = 0;
  for (let count = 0; count < limit; count++) {
    const at = search(str, position);
    if (at < 0) break;
    result += str.slice(position, at) + replacement;
    position = at + wanted.length;
    budget.spend(1);
    if (result.length > maxSize) budget.text(result.length);
  }
  return result + str.slice(position);
}

/** The parts of a text between the places of another, the first `limit` of them. */
function splitText(budget: Budget, str: string, separator: string, limit = Infinity): string[] {
  const search = textSearch(separator, budget);
  const most = Math.trunc(limit);
  const parts: string[] = [];
  let position = 0;
  while (parts.length < most) {
    const at = search(str, position);
    budget.spend(1);
    parts.push(at < 0 ? str.slice(position) : str.slice(position, at));
    if (at < 0) break;
    position = at + separator.length;
  }
  return parts;
}

/** Pattern and replacement of $replace, with every piece of the result counted before it is made. */
function boundedReplacement(
  budget: Budget,
  str: string,
  pattern: Callback,
  replacement: string | Callback,
): [pattern: unknown, replacement: unknown] {
  let length = str.length;
  const add = (more: number) => {
    length += more;
    if (length > maxSize) budget.text(length);
  };
  const references = typeof replacement === 'string' ? replacement.split('$').length - 1 : 0;
  const counted = (find: Callback) => async (text?: string) => {
    const match = (await find.apply(undefined, [text])) as Match | undefined;
    if (match === undefined || match === null || typeof match.match !== 'string') return match;
    if (typeof replacement === 'string') {
      budget.read(replacement.length);
      add(replacement.length + references * match.match.length);
    }
    const result: Match = { ...match, next: counted(match.next) };
    return result;
  };
  const replacer =
    typeof replacement === 'string'
      ? replacement
      : async (match: Match) => {
          const text = await replacement.apply(undefined, [match]);
          if (typeof text === 'string') add(text.length);
          return text;
        };
  return [counted(pattern), replacer];
}

/** Stable; `swap` tells that the first belongs after the second. JSONata's own copies its lists at each comparison. */
async function mergeSort(
  budget: Budget,
  list: unknown[],
  swap: (a: unknown, b: unknown) => Promise<boolean>,
): Promise<unknown[]> {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = await mergeSort(budget, list.slice(0, middle), swap);
  const right = await mergeSort(budget, list.slice(middle), swap);
  const merged: unknown[] = [];
  let l = 0;
  let r = 0;
  while (l < left.length && r < right.length) {
    budget.spend(1);
    merged.push((await swap(left[l], right[r])) ? right[r++] : left[l++]);
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

function distinctMembers(budget: Budget, list: unknown[]): unknown[] {
  const plain = new Set<unknown>();
  const structured = new Set<unknown>();
  const result = list.filter((member) => {
    const isObject = typeof member === 'object' && member !== null;
    const seen = isObject ? structured : plain;
    const key = isObject ? canonical(member) : member;
    budget.spend(1);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return 'sequence' in list ? Object.assign(result, { sequence: true }) : result;
}

/** JSON with the members of each object in order: equal for what JSONata takes for equal. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}

/** A deep copy whose objects have no prototype, so that a transform may set any key. */
function withoutPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPrototypes);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.create(null) as Record<string, unknown>;
  for (const [key, member] of Object.entries(value)) copy[key] = withoutPrototypes(member);
  return copy;
}
