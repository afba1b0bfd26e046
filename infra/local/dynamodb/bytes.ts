import type { Item, Value } from './values/attribute-value.ts';

/** Base64 of bytes, which a caller in this process hands over as they are. */
export function asBase64(bytes: string | Uint8Array): string {
  if (typeof bytes === 'string') return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
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
