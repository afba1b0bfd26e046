import type { AttributeValue } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** JSON text of a request; bytes travel as base64. */
export function requestText(input: object): string {
  return JSON.stringify(holdsBytes(input) ? bytesAsText(input) : input);
}

/** A response in the SDK's shapes: bytes of attribute values come as Uint8Array. */
export function readResponse(text: string): Record<string, unknown> {
  const response: Record<string, unknown> = JSON.parse(text);
  if (!text.includes('"B":') && !text.includes('"BS":')) return response;
  for (const name of ['Item', 'Attributes', 'LastEvaluatedKey']) reviveItem(response[name]);
  for (const item of list(response.Items)) reviveItem(item);
  for (const { Item } of list(response.CancellationReasons) as { Item?: Item }[]) reviveItem(Item);
  if (Array.isArray(response.Responses)) for (const { Item } of response.Responses) reviveItem(Item);
  else for (const items of Object.values(response.Responses ?? {})) for (const item of list(items)) reviveItem(item);
  return response;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function holdsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return true;
  for (const key in value) if (holdsBytes((value as Record<string, unknown>)[key])) return true;
  return false;
}

function bytesAsText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  if (Array.isArray(value)) return value.map(bytesAsText);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bytesAsText(inner)]));
}

function reviveItem(item: unknown): void {
  for (const value of Object.values((item ?? {}) as Item)) reviveValue(value);
}

function reviveValue(value: AttributeValue): void {
  const bytes = value as { B?: unknown; BS?: unknown };
  if (typeof bytes.B === 'string') bytes.B = fromBase64(bytes.B);
  else if (bytes.BS) bytes.BS = (bytes.BS as string[]).map(fromBase64);
  else if (value.M) reviveItem(value.M);
  else if (value.L) value.L.forEach(reviveValue);
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}
