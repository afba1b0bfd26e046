import { describe, expect, test } from 'vitest';
import { merge } from './merge.ts';
import type { Conflict } from './merge-models.ts';
import { readSource } from './read-source.ts';
import { jsonOf } from './source-tree.ts';
import { patched } from './text-changes.ts';

const base = `id: orders
# who is told
trigger: { use: core.webhook }
steps:
  # the first
  - id: tell
    use: slack.sendMessage   # by slack
    with:
      channel: a
      text: Hello {{ $trigger.body.name }}
  - id: pause
    wait: { for: 5m }

  - id: check
    if: { left: "{{ $tell.ts }}", op: exists }
    then:
      - id: inner
        set: { a: 1 }
`;

const edit = (...pairs: [string, string][]) =>
  pairs.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The text has no ${from}`);
    return text.replaceAll(from, to);
  }, base);

const without = (text: string) => edit([text, '']);
const pause = '  - id: pause\n    wait: { for: 5m }\n';

describe('what both did is in the text', () => {
  test.each<[string, string, string, (string | RegExp)[]]>([
    [
      'two fields of one step',
      edit(['channel: a', 'channel: b']),
      edit(['Hello', 'Hi']),
      ['channel: b', 'text: Hi {{'],
    ],
    [
      'a field, and the step elsewhere with a comment',
      edit(['channel: a', 'channel: b # mine']),
      without(
        '  # the first\n  - id: tell\n    use: slack.sendMessage   # by slack\n    with:\n      channel: a\n      text: Hello {{ $trigger.body.name }}\n',
      ) +
        '  # the first\n  - id: tell\n    use: slack.sendMessage   # by slack\n    with:\n      channel: a\n      text: Hello {{ $trigger.body.name }}\n',
      [
        /steps:\n {2}- id: pause[\s\S]*set: \{ a: 1 \}\n+ {2}# the first\n {2}- id: tell\n.*# by slack\n.*\n {6}channel: b # mine/,
      ],
    ],
    [
      'a new step, and a renamed one that it names',
      `${base}  - id: last\n    set: { x: "{{ $tell.ts }}" } # mine\n`,
      edit(['id: tell', 'id: say'], ['$tell', '$say']),
      ['- id: last\n    set: { x: "{{ $say.ts }}" } # mine', '- id: say', '{{ $say.ts }}", op'],
    ],
    [
      'a renamed step, and a field of it',
      edit(['id: tell', 'id: say'], ['$tell', '$say']),
      edit(['channel: a', 'channel: b']),
      ['- id: say', 'channel: b'],
    ],
    [
      'steps that both put into one gap',
      edit([pause, `${pause}  - id: mine\n    set: { m: 1 }\n`]),
      edit([pause, `${pause}  # theirs\n  - id: theirs\n    set: { t: 1 }\n`]),
      [/id: pause[\s\S]*id: mine[\s\S]*# theirs\n {2}- id: theirs[\s\S]*id: check/],
    ],
    [
      'a step that was wrapped, and a field of it',
      edit(['for: 5m', 'for: 6m']),
      edit([pause, '  - id: loop\n    forEach: []\n    do:\n      - id: pause\n        wait: { for: 5m }\n']),
      [/- id: loop\n {4}forEach: \[\]\n {4}do:\n {6}- id: pause\n {8}wait: \{ for: "?6m"? \}/],
    ],
    [
      'a step that is gone, and another one',
      without(pause),
      edit(['a: 1', 'a: 2']),
      [/channel: a[\s\S]*- id: check[\s\S]*a: 2/],
    ],
    [
      'comments of both',
      edit(['# the first', '# the very first']),
      edit(['# who is told', '# who hears it']),
      ['# the very first', '# who hears it'],
    ],
    [
      'fields of the flow',
      edit(['id: orders', 'id: orders\nname: Orders']),
      edit(['use: core.webhook', 'use: core.manual']),
      ['name: Orders', 'core.manual'],
    ],
  ])('%s', (_, mine, theirs, parts) => {
    for (const [one, other] of [
      [mine, theirs],
      [theirs, mine],
    ] as const) {
      const merged = merge(base, one, other, 'yaml');
      expect(merged.conflicts).toEqual([]);
      for (const part of parts) {
        if (typeof part === 'string') expect(merged.text).toContain(part);
        else expect(merged.text).toMatch(part);
      }
      expect(patched(one, merged.patchOfMine)).toBe(merged.text);
      expect(patched(other, merged.patchOfTheirs)).toBe(merged.text);
    }
  });
});

test('comments that both wrote at one place stay, one that both rewrote is asked', () => {
  const both = merge(base, `${base}# mine\n`, `${base}# theirs\n`, 'yaml');
  expect(both).toMatchObject({ text: `${base}# mine\n# theirs\n`, conflicts: [] });
  const [mine, theirs] = [edit(['# who is told', '# mine']), edit(['# who is told', '# theirs'])];
  expect(merge(base, mine, theirs, 'yaml').conflicts).toEqual([{ field: [], mine: '# mine\n', theirs: '# theirs\n' }]);
  expect(merge(base, mine, theirs, 'yaml', () => 'theirs').text).toBe(theirs);
});

describe('what both changed in another way is asked', () => {
  const conflict = (step: string | undefined, field: Conflict['field'], mine: unknown, theirs: unknown) => ({
    ...(step !== undefined && { step }),
    field,
    mine,
    theirs,
  });
  test.each<[string, string, string, object[]]>([
    [
      'one field',
      edit(['channel: a', 'channel: b']),
      edit(['channel: a', 'channel: c']),
      [conflict('tell', ['with', 'channel'], 'b', 'c')],
    ],
    [
      'a step that one took out',
      edit(['for: 5m', 'for: 6m']),
      without(pause),
      [conflict('pause', [], { id: 'pause', wait: { for: '6m' } }, undefined)],
    ],
    [
      'a name',
      edit(['id: tell', 'id: say'], ['$tell', '$say']),
      edit(['id: tell', 'id: ask'], ['$tell', '$ask']),
      [conflict('tell', ['id'], 'say', 'ask')],
    ],
    [
      'a comparison, whose parts mean one thing',
      edit(['op: exists', 'op: empty']),
      edit(['$tell.ts', '$tell.id']),
      [conflict('check', ['if'], { left: '{{ $tell.ts }}', op: 'empty' }, { left: '{{ $tell.id }}', op: 'exists' })],
    ],
    [
      'what a wait is for',
      edit(['for: 5m', 'until: "2030-01-01"']),
      edit(['for: 5m', 'for: 7m']),
      [conflict('pause', ['wait'], { until: '2030-01-01' }, { for: '7m' })],
    ],
    [
      'a place',
      without(pause).replace('then:', `then:\n${pause.replace(/^/gm, '    ').trimEnd()}`),
      without(pause).replace('set: { a: 1 }', `set: { a: 1 }\n    else:\n${pause.replace(/^/gm, '    ').trimEnd()}`),
      [conflict('pause', ['place'], 'check.then', 'check.else')],
    ],
    [
      'a step in what the other took out',
      edit(['set: { a: 1 }', 'set: { a: 1 }\n      - id: more\n        set: { b: 1 }']),
      base.slice(0, base.indexOf('  - id: check')),
      [expect.objectContaining({ step: 'check', field: [], theirs: undefined })],
    ],
  ])('%s', (_, mine, theirs, conflicts) => {
    expect(merge(base, mine, theirs, 'yaml').conflicts).toEqual(conflicts);
    const asked = merge(base, mine, theirs, 'yaml', () => 'theirs');
    expect(asked.conflicts).toEqual(conflicts);
    const turned = merge(base, theirs, mine, 'yaml', () => 'mine');
    expect(turned.text).toContain('id: orders');
    expect(turned.conflicts).toHaveLength(conflicts.length);
  });

  test('a side that is chosen is what the text says', () => {
    const [mine, theirs] = [edit(['channel: a', 'channel: b']), edit(['channel: a', 'channel: c'])];
    expect(merge(base, mine, theirs, 'yaml').text).toBe(mine);
    expect(merge(base, mine, theirs, 'yaml', () => 'theirs').text).toBe(theirs);
  });
});

describe('a step that is kept keeps what stands in it', () => {
  const nested = `${base}      - id: each
        forEach: []
        do:
          - id: deep
            set: { b: 1 }
`;
  const head = nested.slice(0, nested.indexOf('  - id: check'));
  const changed = (...pairs: [string, string][]) => pairs.reduce((text, [from, to]) => text.replace(from, to), nested);
  const added = '          - id: more\n            set: { c: 1 }\n          - id: most\n            set: { d: 1 }\n';
  const said = (text: string) => jsonOf(readSource(text, 'yaml')!.root);
  const turned = (field: string, rest: string) => `${head}  - id: check\n    ${field}\n${rest}`;

  test.each<[string, string]>([
    ['its condition is another one', changed(['op: exists', 'op: empty'])],
    ['a step in it is another one', changed(['a: 1', 'a: 2'])],
    ['a step deep in it is another one', changed(['b: 1', 'b: 2'])],
    ['there are new steps in it', `${nested}${added}`],
  ])('%s', (_, theirs) => {
    const kept = merge(nested, head, theirs, 'yaml', () => 'theirs');
    expect(said(kept.text)).toEqual(said(theirs));
    expect(said(merge(nested, theirs, head, 'yaml', () => 'mine').text)).toEqual(said(theirs));
    const gone = merge(nested, head, theirs, 'yaml', () => 'mine');
    expect(said(gone.text)).toEqual(said(head));
  });

  test('both turned it into another kind, one without the steps in it', () => {
    const mine = turned('wait: { for: 1m }', '');
    const theirs = turned('forEach: []', '    do:\n      - id: inner\n        set: { a: 1 }\n');
    expect(said(merge(nested, mine, theirs, 'yaml', () => 'theirs').text)).toEqual(said(theirs));
  });

  test('one turned it into another kind, the other put a step into it', () => {
    const mine = turned('forEach: []', '    do:\n      - id: inner\n        set: { a: 1 }\n');
    const theirs = `${base}      - id: more\n        set: { c: 1 }\n`;
    expect(said(merge(base, mine, theirs, 'yaml', () => 'theirs').text)).toEqual(said(theirs));
  });

  test('steps that are kept from different sides of what each made another kind stay in it', () => {
    const step = (id: string, value: number) => `      - id: ${id}\n        set: { a: ${value} }\n`;
    const flow = (kind: string, list: string, steps: string) =>
      `id: f\ntrigger: { use: core.manual }\nsteps:\n  - id: w\n    ${kind}\n    ${list}:\n${steps}`;
    const when = 'if: { left: "{{ $trigger.a }}", op: exists }';
    const was = flow(when, 'then', step('x', 1) + step('y', 1));
    const mine = flow('forEach: []', 'do', step('x', 2));
    const theirs = flow(when, 'then', step('y', 2));
    const { text } = merge(was, mine, theirs, 'yaml', ({ step: id }) => (id === 'y' ? 'theirs' : 'mine'));
    expect(text).toContain('id: x');
    expect(text).toContain('id: y');
  });

  test('two steps in what is gone are one question', () => {
    const conflicts = [expect.objectContaining({ step: 'each', field: [], mine: undefined })];
    const mine = nested.slice(0, nested.indexOf('      - id: each'));
    for (const side of ['mine', 'theirs'] as const)
      expect(merge(nested, mine, `${nested}${added}`, 'yaml', () => side).conflicts).toEqual(conflicts);
  });

  test('the same lines of a text that cannot be read are one question', () => {
    const [mine, theirs] = ['{\na: m\nb: 1\na: m\n', '{\na: t\nb: 1\na: t\n'];
    expect(merge('{\na: 1\nb: 1\na: 1\n', mine, theirs, 'yaml').conflicts).toHaveLength(1);
  });
});

describe('a text that cannot be read is merged by lines', () => {
  const broken = edit(['for: 5m }', 'for: 5m']);
  test('changes apart from each other', () => {
    const { text, conflicts } = merge(base, broken, edit(['channel: a', 'channel: b']), 'yaml');
    expect(conflicts).toEqual([]);
    expect(text).toBe(broken.replace('channel: a', 'channel: b'));
  });

  test('the same lines are asked', () => {
    const { conflicts } = merge(base, broken, edit(['for: 5m', 'for: 7m']), 'yaml');
    expect(conflicts).toEqual([{ field: [], mine: '    wait: { for: 5m\n', theirs: '    wait: { for: 7m }\n' }]);
  });
});
