import { base64 } from '#flows/connectors/base64.ts';
import type { HttpRequest } from '#flows/connectors/ports.ts';

/** Adds the credentials of the connection to the call, in the way that its scheme says. */
export function authorize(
  call: HttpRequest & { headers: Record<string, string> },
  connection: Record<string, string>,
): void {
  const secret = connection.secret ?? '';
  const { headers } = call;
  // Another Host could lead the credentials to another customer of the same servers.
  if (connection.baseUrl !== undefined) delete headers.host;
  switch (connection.scheme) {
    case 'bearer':
      headers.authorization = `Bearer ${secret}`;
      break;
    case 'basic':
      headers.authorization = `Basic ${base64(`${connection.user ?? ''}:${secret}`)}`;
      break;
    case 'header':
      headers[(connection.field ?? 'x-api-key').toLowerCase()] = secret;
      break;
    case 'query':
      call.query = { ...call.query, [connection.field ?? 'api_key']: secret };
      break;
  }
}
