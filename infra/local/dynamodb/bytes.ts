import type { Item, Value } from './values/attribute-value.ts';

/** A request as JSON carries it: bytes as base64. */
export function bytesAsText(input: object): object {
  return holdsBytes(input) ? (asText(input) as object) : input;
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return true;
  for (const key in value) if (holdsBytes((value as Record<string, unknown>)[key])) return true;
  return false;
}

function asText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  if (Array.isArray(value)) return value.map(asText);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}

/** Puts Uint8Arrays in the place of base64 in the items of an answer, or of what an error shows; returns it. */
export function textAsBytes<T extends object>(answer: T): T {
  const given = answer as Record<string, unknown>;
  for (const name of ['Item', 'Attributes', 'LastEvaluatedKey']) reviveItem(given[name]);
  for (const item of list(given.Items)) reviveItem(item);
  for (const { Item } of list(given.CancellationReasons) as { Item?: Item }[]) reviveItem(Item);
  if (Array.isArray(given.Responses)) for (const { Item } of given.Responses) reviveItem(Item);
  else for (const items of Object.values(given.Responses ?? {})) for (const item of list(items)) reviveItem(item);
  return answer;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function reviveItem(item: unknown): void {
  for (const name in item as Item) reviveValue((item as Item)[name]!);
}

function reviveValue(value: Value): void {
  const bytes = value as { B?: unknown; BS?: unknown };
  if (typeof bytes.B === 'string') bytes.B = fromBase64(bytes.B);
  else if (bytes.BS) bytes.BS = (bytes.BS as string[]).map(fromBase64);
  else if (value.M) reviveItem(value.M);
  else if (value.L) value.L.forEach(reviveValue);
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
