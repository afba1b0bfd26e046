import type { Json } from '#flows/language/json.ts';
import type { InboundRequest } from './webhook-receiver.ts';

/**
 * The body of an inbound request as flows see it: parsed JSON, an object of form fields (a repeated field is a list),
 * or the text itself. Throws SyntaxError when a JSON body is malformed; no body is null.
 */
export function bodyData(request: InboundRequest): Json {
  if (request.text === '') return null;
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json')) return JSON.parse(request.text);
  if (type === 'application/x-www-form-urlencoded') return formData(request.text);
  return request.text;
}

function formData(text: string): Json {
  const fields = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text)) {
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length > 1 ? values : values[0]!]));
}
