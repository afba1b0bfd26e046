import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';

function found(inputs: object): string[] {
  const flow = {
    id: 'f',
    name: 'F',
    trigger: { use: 'core.webhook' },
    steps: [{ id: 'ask', use: 'http.request', with: { url: 'https://api.example.com/a', ...inputs } }],
  };
  const { problems } = compile(JSON.stringify(flow), 'json', { catalogue, timeZone: 'UTC' } as never);
  return problems.filter(({ code }) => code === 'secretInFlow').map(({ params }) => String(params.field));
}

test.each<[string, object, ...string[]]>([
  ['a token', { headers: { Authorization: 'Bearer 5f2c0a9e' } }, 'Authorization'],
  ['a key under any of its names', { headers: { 'X-Api-Key': 'k1' } }, 'X-Api-Key'],
  ['a key of a vendor', { headers: { 'Ocp-Apim-Subscription-Key': 'k1' } }, 'Ocp-Apim-Subscription-Key'],
  ['a cookie', { headers: { cookie: 'session=abc' } }, 'cookie'],
  ['half a token', { headers: { authorization: 'Bearer abc{{ $trigger.body.rest }}' } }, 'authorization'],
  ['a token in quotes', { headers: { authorization: '{{ "Bearer abc" }}' } }, 'authorization'],
  ['a token under a name of its own', { headers: { 'x-mine': 'ghp_abcdefghijklmnopqrstuvwxyz0123456789' } }, 'x-mine'],
  ['a key in the query', { query: { api_key: 'k1', page: '1' } }, 'api_key'],
  ['a key in the address', { url: 'https://api.example.com/a?token=abc' }, 'url'],
  ['a password in the address', { url: 'https://ann:secret@api.example.com/a' }, 'url'],
  ['harmless headers', { headers: { accept: 'text/plain', 'idempotency-key': 'a', 'x-request-id': '7' } }],
  ['what an expression gives', { headers: { authorization: 'Bearer {{ $trigger.body.token }}' } }],
  ['nothing', { headers: { authorization: '' } }],
  ['harmless parameters', { query: { page: 1, tokens: '5' }, url: 'https://api.example.com/a?key=OPS-1' }],
])('%s', (_, inputs, ...fields) => expect(found(inputs)).toEqual(fields));
