import type { Json } from '#flows/language/json.ts';

/** What a flow may say in its answer. Everything else belongs to the server, its proxies or the console's origin. */
const allowed: ReadonlySet<string> = new Set([
  'access-control-allow-origin',
  'access-control-expose-headers',
  'cache-control',
  'content-disposition',
  'content-language',
  'content-type',
  'etag',
  'expires',
  'last-modified',
  'location',
  'retry-after',
  'vary',
  'webhook-allowed-origin',
  'webhook-allowed-rate',
  'x-correlation-id',
  'x-hook-secret',
  'x-request-id',
  'x-robots-tag',
]);

/** Types that no browser runs as a script or a style of another page; a page among them is sandboxed. */
const types: ReadonlySet<string> = new Set([
  'application/json',
  'application/problem+json',
  'application/ld+json',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'application/xml',
  'application/rss+xml',
  'application/atom+xml',
  'image/svg+xml',
  'text/calendar',
  'text/csv',
  'text/html',
  'text/markdown',
  'text/plain',
  'text/vcard',
  'text/xml',
]);

/** The headers of a flow's answer that it may give, names in lower case; a type that is not allowed is plain text. */
export function allowedHeaders(given: Readonly<Record<string, Json>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const key = name.toLowerCase();
    const text = String(value);
    if (!allowed.has(key) || !/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) continue;
    if (key === 'content-type') headers[key] = allowedType(text);
    else if (key !== 'location' || isWebAddress(text)) headers[key] = text;
  }
  return headers;
}

function allowedType(given: string): string {
  const type = given.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return `${types.has(type) ? type : 'text/plain'}; charset=utf-8`;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
