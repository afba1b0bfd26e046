import { expect, test } from 'vitest';
import { expected, findMarked } from './find-marked.ts';

const find = '- { id: o, use: shop.find, with: { id: A1 } }\n';

test.each<[name: string, text: string, ...finds: string[]]>([
  ['inputs that fit', '- { id: b, use: shop.find, with: { id: A1, limit: 3 } }'],
  ['a missing input', '- { id: b, use: shop.find, «with»: { limit: 3 } }', 'missingField b with'],
  ['no inputs at all', '- «{ id: b, use: shop.find }»', 'missingField b with'],
  ['an unknown input', '- { id: b, use: shop.find, with: { id: A1, «limitt»: 3 } }', 'unknownField b with.limitt'],
  [
    'an input named like what every object has',
    '- { id: b, use: shop.find, with: { id: A1, «constructor»: 3 } }',
    'unknownField b with.constructor',
  ],
  ['a literal of the wrong type', '- { id: b, use: shop.find, with: { id: «12» } }', 'wrongType b with.id'],
  ['text too short', '- { id: b, use: shop.find, with: { id: «A» } }', 'tooShort b with.id'],
  ['a number too big', '- { id: b, use: shop.find, with: { id: A1, limit: «11» } }', 'tooBig b with.limit'],
  ['not a whole number', '- { id: b, use: shop.find, with: { id: A1, limit: «1.5» } }', 'wrongType b with.limit'],
  [
    'an expression of the right type',
    `${find}- { id: b, use: shop.find, with: { id: "{{ $o.id }}", limit: "{{ $o.total }}" } }`,
  ],
  [
    'an expression of the wrong type',
    `${find}- { id: b, use: shop.find, with: { id: «"{{ $o.total }}"» } }`,
    'wrongType b with.id',
  ],
  [
    'an object where text belongs',
    `${find}- { id: b, use: shop.find, with: { id: «"{{ $o.buyer }}"» } }`,
    'wrongType b with.id',
  ],
  ['joined text is text', `${find}- { id: b, use: shop.find, with: { id: "{{ $o.total }} pieces" } }`],
  [
    'joined text is no number',
    `${find}- { id: b, use: shop.find, with: { id: A1, limit: «"{{ $o.total }}0"» } }`,
    'wrongType b with.limit',
  ],
  [
    'of unknown type',
    '- { id: b, use: shop.find, with: { id: "{{ $trigger.body.id }}", limit: "{{ $trigger.body.n }}" } }',
  ],
  [
    'optional into required',
    `${find}- { id: b, use: shop.find, with: { id: «"{{ $o.note }}"» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'null into required',
    `${find}- { id: b, use: shop.find, with: { id: «"{{ $o.buyer.name }}"» } }`,
    'mayBeMissing b with.id',
  ],
  ['optional into optional', `${find}- { id: b, use: shop.find, with: { id: A1, limit: "{{ $o.lines[0].count }}" } }`],
  ['optional into joined text', `${find}- { id: b, use: shop.find, with: { id: "A{{ $o.note }}" } }`],
  ['a fallback', `${find}- { id: b, use: shop.find, with: { id: '{{ $exists($o.note) ? $o.note : "none" }}' } }`],
  [
    'a fallback for null, too',
    `${find}- { id: b, use: shop.find, with: { id: '{{ $o.buyer.name != null ? $o.buyer.name : "none" }}' } }`,
  ],
  [
    'a fallback for something else',
    `${find}- { id: b, use: shop.find, with: { id: «'{{ $o.total != null ? $o.note : "none" }}'» } }`,
    'mayBeMissing b with.id',
  ],
  ['a condition as fallback', `${find}- { id: b, use: shop.find, with: { id: '{{ $o.note ? $o.note : "none" }}' } }`],
  [
    'half a fallback',
    `${find}- { id: b, use: shop.find, with: { id: «'{{ $o.total > 1 ? $o.id }}'» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'a set makes null',
    `${find}- { id: s, set: { n: "{{ $o.note }}" } }\n- { id: b, use: shop.find, with: { id: «"{{ $s.n }}"» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'a field of every item',
    `${find}- { id: b, use: shop.find, with: { id: «"{{ $o.lines.sku }}"» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'what is surely in a list that was remembered',
    `- { id: s, set: { all: [{ n: A1 }, { n: B2 }] } }\n- { id: b, use: shop.find, with: { id: "{{ $s.all[1].n }}" } }\n- { id: c, use: shop.find, with: { id: "{{ $s.all[0].n }}" } }`,
  ],
  [
    'what is not in a list that was remembered',
    `- { id: s, set: { all: [{ n: A1 }, { n: B2 }] } }\n- { id: b, use: shop.find, with: { id: «"{{ $s.all[2].n }}"» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'what may be missing in a list that was remembered',
    `${find}- { id: s, set: { all: ["{{ $o.note }}"] } }\n- { id: b, use: shop.find, with: { id: «"{{ $s.all[0] }}"» } }`,
    'mayBeMissing b with.id',
  ],
  [
    'a body where it is ignored',
    '- { id: b, use: http.request, with: { url: "https://example.com", «body»: { a: 1 } } }',
    'fieldUnused b with.body',
  ],
  [
    'a body where it is read',
    '- { id: b, use: http.request, with: { method: PUT, url: "https://example.com", body: x } }',
  ],
  [
    'a body where it may be read',
    '- { id: b, use: http.request, with: { method: "{{ $trigger.body.how }}", url: "https://example.com", body: x } }',
  ],
  ['one of several types', '- { id: b, use: shop.pay, connection: s, with: { by: cash } }'],
  ['another of them', '- { id: b, use: shop.pay, connection: s, with: { by: { card: "{{ $trigger.body.card }}" } } }'],
  ['none of them', '- { id: b, use: shop.pay, connection: s, with: { by: «1» } }', 'wrongType b with.by'],
  [
    'an expression of none of them',
    `${find}- { id: b, use: shop.pay, connection: s, with: { by: «"{{ $o.total }}"» } }`,
    'wrongType b with.by',
  ],
  [
    'inside a list',
    '- { id: b, use: shop.pay, connection: s, with: { by: x, lines: [{ sku: a }, { «skuu»: b }] } }',
    'missingField b with.lines[1]',
    'unknownField b with.lines[1].skuu',
  ],
  [
    'a list with expressions',
    '- { id: b, use: shop.pay, connection: s, with: { by: x, lines: [{ sku: "{{ $trigger.body.x }}" }, "{{ $trigger.body.y }}"] } }',
  ],
  [
    'too many',
    '- { id: b, use: shop.pay, connection: s, with: { by: x, «lines»: ["{{ 1 }}", "{{ 2 }}", "{{ 3 }}"] } }',
    'tooMany b with.lines',
    'wrongType b with.lines[0]',
    'wrongType b with.lines[1]',
    'wrongType b with.lines[2]',
  ],
  ['a list for an object', '- { id: b, use: shop.note, «with»: [1] }', 'wrongType b with'],
  ['any name', '- { id: b, use: shop.note, with: { x: 1, y: «z» } }', 'wrongType b with.y'],
  ['a format', '- { id: b, use: shop.mail, with: { to: «nobody» } }', 'invalidFormat b with.to'],
  ['text too long', '- { id: b, use: shop.mail, with: { to: «much.too.long@example.com» } }', 'tooLong b with.to'],
  ["a connector's own rule", '- { id: b, use: shop.mail, «with»: { to: a@b.cd } }', 'invalidValue b with'],
  ['a format that only the run will tell', '- { id: b, use: shop.mail, with: { to: "{{ $trigger.body.to }}" } }'],
  ['a constant expression', '- { id: b, use: shop.find, with: { id: «"{{ 1 }}"» } }', 'wrongType b with.id'],
  [
    'no output schema is known',
    '- { id: b, use: «shop.nope», with: { id: "{{ $trigger.body.x }}" } }\n- { id: c, set: { d: "{{ $b.x.y }}" } }',
    'unknownAction b use',
  ],
  [
    'a list to go through',
    `${find}- { id: b, forEach: "{{ $o.lines }}", do: [{ id: c, set: { d: "{{ $item.sku }}", e: "{{ $item.«skuu» }}" } }] }`,
    'noSuchField c set.e',
  ],
  [
    'filtered lists',
    `${find}- { id: b, forEach: "{{ $o.lines[count > 1] }}", do: [{ id: c, set: { d: "{{ $item.sku }}" } }] }`,
  ],
  [
    'text to go through',
    `${find}- { id: b, forEach: «"{{ $o.id }}"», do: [{ id: c, set: { d: 1 } }] }`,
    'notAList b forEach',
  ],
  [
    'a list that is still to be chosen',
    '- { id: b, «forEach»: [], do: [{ id: c, set: { d: 1 } }] }',
    'listNotChosen b forEach',
  ],
  ['a switch over nothing yet', '- { id: b, switch: «""», cases: { open: [] } }', 'fieldNotChosen b switch'],
  ['a switch over blanks', '- { id: b, switch: «" "», cases: { open: [] } }', 'fieldNotChosen b switch'],
  ['an object to go through', '- { id: b, «forEach»: { a: 1 }, do: [{ id: c, set: { d: 1 } }] }', 'notAList b forEach'],
  [
    'a time to wait for',
    '- { id: b, wait: { until: 2026-12-24T09:00:00Z } }\n- { id: c, wait: { until: "{{ $run.startedAt }}" } }',
  ],
  [
    'no time to wait for',
    '- { id: b, wait: { until: «2026-02-30» } }\n- { id: c, wait: { until: «"{{ $flow }}"» } }',
    'invalidTime b wait.until',
    'wrongType c wait.until',
  ],
  [
    'cases there are',
    `${find}- { id: b, switch: "{{ $o.state }}", cases: { open: [], «payed»: [] } }`,
    'neverEqual b cases.payed',
  ],
  [
    'settings of a trigger',
    'id: a\ntrigger: { use: core.webhook, with: { respond: «finishd» } }\nsteps: [{ id: b, wait: { for: 1s } }]',
    'invalidChoice - trigger.with.respond',
  ],
  [
    'expressions in a trigger',
    'id: a\ntrigger: { use: core.webhook, with: { respond: «"{{ 1 }}"» } }\nsteps: [{ id: b, wait: { for: 1s } }]',
    'expressionNotAllowed - trigger.with.respond',
  ],
])('%s', (_, text, ...finds) => {
  const { found, marked } = findMarked(text);
  if (marked.length >= finds.length) expect(found).toEqual(expected(finds, marked));
  else expect(found.map((each) => each.replace(/ «.*/s, ''))).toEqual(finds);
});

const webhook = (respond: string, output: string) =>
  `id: a\ntrigger: { use: core.webhook, with: { respond: ${respond} } }\nsteps: [{ id: b, stop: succeeded, output: ${output} }]`;

test.each<[text: string, ...finds: string[]]>([
  [webhook('finished', '{ status: 201, headers: { x: y }, body: { ok: true } }')],
  [webhook('finished', '{ status: «99» }'), 'tooSmall b output.status'],
  [webhook('finished', '{ status: 200, «bdy»: 1 }'), 'unknownField b output.bdy'],
  [webhook('finished', '{ status: «"{{ $run.id }}"» }'), 'wrongType b output.status'],
  [webhook('finished', '{ anything: 1 }')],
  [webhook('accepted', '{ status: new }')],
])("a webhook's answer: %s", (text, ...finds) => {
  const { found, marked } = findMarked(text);
  expect(found).toEqual(expected(finds, marked));
});
