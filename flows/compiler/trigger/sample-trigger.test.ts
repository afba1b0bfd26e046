import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { parseFlow } from '../1-parse/parse.ts';
import { sampleTrigger } from './sample-trigger.ts';

const like = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  query: {},
  body: { number: 'A-1001', customer: 'Li Wei', total: 129.5, lines: [{ sku: 'PUMP-7', quantity: 2 }] },
};

function sample(when: string, steps: string, use = 'core.webhook', given: JsonObject = like): JsonObject {
  const { flow } = parseFlow(`id: x\ntrigger: { use: ${use}${when && `, when: ${when}`} }\nsteps:\n${steps}\n`, 'yaml');
  return sampleTrigger(flow!, given, '2026-11-27T09:00:00.000Z', 'Asia/Shanghai');
}

const set = (expression: string) => `  - { id: a, set: { b: "{{ ${expression} }}" } }`;

test.each<[string, string, string, unknown]>([
  [
    'fields of the like are kept',
    '',
    set('$trigger.body.total & $trigger.body.customer'),
    { total: 129.5, customer: 'Li Wei' },
  ],
  [
    'others get what their names say',
    '',
    set('$trigger.body.contact.email & $trigger.body.isNew & $trigger.body.why'),
    { contact: { email: 'li.wei@example.com' }, isNew: true, why: 'Sample why' },
  ],
  [
    'conditions are met',
    '{ all: [{ left: "{{ $trigger.body.total }}", op: gte, right: 500 }, { left: "{{ $trigger.body.kind }}", op: in, right: [bug, task] }] }',
    set('1'),
    { total: 500, kind: 'bug' },
  ],
  [
    'what fits a condition is kept',
    '{ left: "{{ $trigger.body.total }}", op: lt, right: 500 }',
    set('1'),
    { total: 129.5 },
  ],
  [
    'a loop makes a list of what it reads',
    '',
    '  - { id: l, forEach: "{{ $trigger.body.orders }}", as: order, do: [{ id: i, forEach: "{{ $order.parts }}", as: part, do: [{ id: s, set: { b: "{{ $part.price & $order.ref }}" } }] }] }',
    { orders: [{ parts: [{ price: 129.5 }], ref: 'A-1001' }] },
  ],
  [
    'a whole and a part of it',
    '',
    set('$trigger.body.lines & $trigger.body.lines.quantity'),
    { lines: [{ sku: 'PUMP-7', quantity: 2 }] },
  ],
  ['nothing read', '', set('1'), like.body],
  ['the body as a whole', '', set('$trigger.body & $trigger.body.extra'), { ...like.body, extra: 'Sample extra' }],
])('%s', (_, when, steps, body) => {
  expect(sample(when, steps)).toEqual({ ...like, body });
});

test('headers and query of a webhook, and any field of a run by hand', () => {
  expect(sample('', set("$trigger.query.size & $trigger.headers.'x-source'"))).toMatchObject({
    query: { size: '2' },
    headers: { 'content-type': 'application/json', 'x-source': 'Sample x-source' },
  });
  expect(sample('', set('$trigger.customer & $trigger.address.city'), 'core.manual', {})).toEqual({
    customer: 'Li Wei',
    address: { city: 'Sample city' },
  });
});

test.each([
  ['core.schedule', { localDate: '2026-11-27', localTime: '17:00', timeZone: 'Asia/Shanghai' }],
  [
    'core.schedule, with: { cron: "0 9 * * *", timeZone: America/New_York }',
    { localDate: '2026-11-27', localTime: '04:00', timeZone: 'America/New_York' },
  ],
])('%s fires in its own time zone, else in that of the workspace', (use, local) => {
  expect(sample('', set('1'), use, { timeZone: 'Europe/Berlin' })).toEqual({
    scheduledAt: '2026-11-27T09:00:00.000Z',
    ...local,
  });
});
