import type { Json } from './json.ts';

/** Bytes of JSON that a state's input, output, result or variable may have (Step Functions' quota). */
export const dataLimit = 262_144;

/** Bytes up to which a size is counted: the most that all variables of an execution may have together. */
const countedBytes = 10_485_760;

/** Bytes of a value's JSON text in UTF-8; exact up to the most that variables may have. */
export function sizeOf(value: Json): number {
  return bytes(value, countedBytes, maxDepth);
}

/** Deepest nesting of data; what walks through deeper data could run out of stack. */
const maxDepth = 1000;

/**
 * Whether a value's JSON text has at most `limit` bytes in UTF-8; stops counting as soon as it has more. A value that
 * nests too deeply never fits.
 */
export function fitsInBytes(value: Json, limit: number): boolean {
  return mostBytes(value, limit, maxDepth) <= limit || bytes(value, limit, maxDepth) <= limit;
}

/** No fewer bytes than the value has, found without looking at its characters: each takes six at most. */
function mostBytes(value: Json, limit: number, depth: number): number {
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value !== 'object' || value === null) return 24;
  if (depth === 0) return limit + 1;
  let size = 2;
  if (Array.isArray(value)) {
    for (const member of value) {
      if (size > limit) return size;
      size += 1 + mostBytes(member, limit - size, depth - 1);
    }
    return size;
  }
  for (const key in value) {
    if (size > limit) return size;
    size += key.length * 6 + 4 + mostBytes(value[key] as Json, limit - size, depth - 1);
  }
  return size;
}

function bytes(value: Json, limit: number, depth: number): number {
  if (typeof value === 'string') return textBytes(value, limit);
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (depth === 0) return limit + 1;
  let size = 2;
  if (Array.isArray(value)) {
    size += Math.max(0, value.length - 1);
    for (const member of value) {
      if (size > limit) return size;
      size += bytes(member, limit - size, depth - 1);
    }
    return size;
  }
  let count = 0;
  for (const key in value) {
    if (size > limit) return size;
    size += textBytes(key, limit) + 1 + bytes(value[key] as Json, limit - size, depth - 1);
    count++;
  }
  return size + Math.max(0, count - 1);
}

function textBytes(text: string, limit: number): number {
  if (text.length > limit) return text.length + 2;
  let size = text.length + 2;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) size += code >= 0x800 && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
    else if (code < 0x20)
      size += code === 0x0a || code === 0x0d || code === 0x09 || code === 0x08 || code === 0x0c ? 1 : 5;
    else if (code === 0x22 || code === 0x5c) size += 1;
  }
  return size;
}
