import type { Json, JsonObject } from '#flows/language/json.ts';

/** How one iteration of a distributed loop ended. */
export interface LoopResult {
  index: number;
  value: Json;
  failed: boolean;
}

/** The items of a distributed loop as its object holds them: a line each, always an object. */
export function itemLines(items: readonly Json[]): string {
  return items.map((item) => JSON.stringify({ v: item })).join('\n');
}

/** Some of the items in such an object, by their numbers. */
export function itemsInLines(text: string, indices: readonly number[]): (Json | undefined)[] {
  const lines = text.split('\n');
  return indices.map((index) => (lines[index] ? (JSON.parse(lines[index]) as { v: Json }).v : undefined));
}

/** The results in the files that a distributed loop's Map wrote, in the order of the items. */
export function resultsInFiles(files: readonly string[]): LoopResult[] {
  const lines = files.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  return lines.map(resultIn).sort((a, b) => a.index - b.index);
}

/** `{ i, v }`, or `{ i, e }` of one that failed and was put up with. */
function resultIn(line: string): LoopResult {
  const { i, v = null, e } = JSON.parse(line) as { i: number; v?: Json; e?: Json };
  return e === undefined ? { index: i, value: v, failed: false } : { index: i, value: { error: e }, failed: true };
}

/** What a plain path of names leads to, as JSONata has it: through lists to the fields of their members. */
export function followPath(value: Json | undefined, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>(fieldOf, value);
}

function fieldOf(value: Json | undefined, name: string): Json | undefined {
  if (!Array.isArray(value)) {
    const object = typeof value === 'object' && value !== null ? (value as JsonObject) : {};
    return Object.hasOwn(object, name) ? object[name] : undefined;
  }
  const found = value.map((member) => fieldOf(member, name)).filter((member) => member !== undefined);
  const members = found.flat();
  return members.length > 1 ? members : members[0];
}

/** A static path, `orders[]/fetch`, with the numbers that a path of the same run has, `orders[3]/lines`. */
export function pathBeside(path: string, place: string): string {
  const numbers = [...place.matchAll(/\[(\d+)\]/g)].map(([, number]) => number);
  return path.replace(/\[(?:#[^\]]*)?\]/g, () => `[${numbers.shift() ?? ''}]`);
}
