import { AwsError } from '../aws-error.ts';

/** Members of a service's requests that JSON carries as seconds since 1970, and those of the first level in base64. */
export interface SpecialMembers {
  dates: readonly string[];
  bytes: readonly string[];
}

/** The input that a JSON body means. Throws SerializationException. */
export function readJson(body: Buffer, special: SpecialMembers): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const input: unknown = JSON.parse(body.toString(), (name, value) => {
      if (typeof value === 'number' && special.dates.includes(name)) return new Date(value * 1000);
      return value;
    });
    if (typeof input === 'object' && input !== null && !Array.isArray(input)) return withBytes(input, special.bytes);
  } catch {
    // Falls through to the same answer as a body that is no object.
  }
  throw new AwsError('SerializationException', 'The body is not a JSON object.');
}

/** Deeper down the same names may be keys that a caller chose. */
function withBytes(input: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      names.includes(name) && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value,
    ]),
  );
}

/** Text of an output: dates as seconds since 1970, bytes as base64. */
export function writeJson(output: object): string {
  return JSON.stringify(plain(output));
}

/** A replacer comes too late for this: dates turn into text before it sees them. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}
