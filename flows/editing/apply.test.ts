import { describe, expect, test } from 'vitest';
import { apply } from './apply.ts';
import type { Command, Edit } from './command.ts';
import { patched } from './text-changes.ts';

const flow = `# Who keeps this: operations
id: hello
trigger: { use: core.webhook }
steps:
  # greet them
  - id: greet   # first
    set: { text: 'Hello {{ $trigger.body.name }}' }

  - id: check
    if: { left: "{{ $greet.text }}", op: exists }
    then:
      - id: tell
        use: slack.sendWebhookMessage
        connection: chat
        with:
          text: |
            {{ $greet.text }}
            and more
    else: []

  - { id: done, stop: succeeded, output: { said: "{{ $greet.text & $check }}" } } # the answer
`;

function edit(text: string, command: Command, format: 'yaml' | 'json' = 'yaml'): Edit {
  const outcome = apply(text, format, command);
  if ('refused' in outcome) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  expect(patched(outcome.text, outcome.inverse)).toBe(text);
  expect(patched(text, outcome.patch)).toBe(outcome.text);
  return outcome;
}

/** The lines that one text has and the other has not. */
function changed(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

const cases: [string, Command, string[]][] = [
  [
    'insert at the end keeps the spacing of the list',
    { do: 'insert', at: { index: 9 }, step: { id: 'pause', wait: { for: '5m' } } },
    ['+  - id: pause', '+    wait:', '+      for: 5m'],
  ],
  [
    'insert into an empty branch',
    { do: 'insert', at: { step: 'check', branch: ['else'], index: 0 }, step: { id: 'log', set: { a: 1 } } },
    ['-    else: []', '+    else:', '+      - id: log', '+        set:', '+          a: 1'],
  ],
  [
    'remove takes the comments of the step along',
    { do: 'remove', steps: ['greet'] },
    ['-  # greet them', '-  - id: greet   # first', "-    set: { text: 'Hello {{ $trigger.body.name }}' }"],
  ],
  [
    'remove the only step of a branch',
    { do: 'remove', steps: ['tell'] },
    [
      '-    then:',
      '-      - id: tell',
      '-        use: slack.sendWebhookMessage',
      '-        connection: chat',
      '-        with:',
      '-          text: |',
      '-            {{ $greet.text }}',
      '-            and more',
      '+    then: []',
    ],
  ],
  [
    'rename an entry of a map leaves what it holds',
    { do: 'renameEntry', step: 'greet', field: ['set', 'text'], to: 'on: all' },
    [
      "-    set: { text: 'Hello {{ $trigger.body.name }}' }",
      `+    set: { "on: all": 'Hello {{ $trigger.body.name }}' }`,
    ],
  ],
  [
    'set keeps quotes and the comment behind',
    { do: 'set', step: 'greet', field: ['set', 'text'], value: "It's {{ $trigger.body.name }}" },
    ["-    set: { text: 'Hello {{ $trigger.body.name }}' }", "+    set: { text: 'It''s {{ $trigger.body.name }}' }"],
  ],
  [
    'set of a text of many lines',
    { do: 'set', step: 'tell', field: ['with', 'text'], value: 'one line' },
    ['-          text: |', '-            {{ $greet.text }}', '-            and more', '+          text: one line'],
  ],
  [
    'set of a field that was not there',
    { do: 'set', step: 'tell', field: ['retry', 'attempts'], value: 3 },
    ['+        retry:', '+          attempts: 3'],
  ],
  ['disable', { do: 'disable', steps: ['check'], disabled: true }, ['+    disabled: true']],
  [
    'rename rewrites what names the step',
    { do: 'rename', step: 'greet', to: 'greeting' },
    [
      '-  - id: greet   # first',
      '-    if: { left: "{{ $greet.text }}", op: exists }',
      '-            {{ $greet.text }}',
      '-  - { id: done, stop: succeeded, output: { said: "{{ $greet.text & $check }}" } } # the answer',
      '+  - id: greeting   # first',
      '+    if: { left: "{{ $greeting.text }}", op: exists }',
      '+            {{ $greeting.text }}',
      '+  - { id: done, stop: succeeded, output: { said: "{{ $greeting.text & $check }}" } } # the answer',
    ],
  ],
  [
    'move into a branch keeps the comments',
    { do: 'move', steps: ['greet'], to: { step: 'check', branch: ['else'], index: 0 } },
    [
      '-  # greet them',
      '-  - id: greet   # first',
      "-    set: { text: 'Hello {{ $trigger.body.name }}' }",
      '-    else: []',
      '+    else:',
      '+      # greet them',
      '+      - id: greet   # first',
      "+        set: { text: 'Hello {{ $trigger.body.name }}' }",
    ],
  ],
  [
    'wrap two steps',
    {
      do: 'wrap',
      steps: ['greet', 'check'],
      in: { id: 'guarded', try: [], catch: [] },
      branch: ['try'],
    },
    [],
  ],
  ['unwrap', { do: 'unwrap', step: 'check' }, []],
  ['copy gives the copies names of their own', { do: 'copy', steps: ['greet', 'check'], to: { index: 2 } }, []],
];

describe('commands on the text of a flow', () => {
  test.each(cases)('%s', (_name, command, lines) => {
    const { text } = edit(flow, command);
    if (lines.length > 0) expect(changed(flow, text)).toEqual(lines);
    else expect(text).toMatchSnapshot();
  });
});

const routed = `id: x
trigger: { use: core.manual }
steps:
  - id: route
    switch: "{{ $trigger.kind }}"
    cases:
      # the urgent ones
      "bug": # by hand
        - { id: fix, set: { a: 1 } }
      ? task
      : - { id: plan, set: { a: 1 } }
`;

describe('a case gets another name', () => {
  const rename = (from: string, to: string): Command => ({
    do: 'renameEntry',
    step: 'route',
    field: ['cases', from],
    to,
  });

  test('at its place, with its steps and comments as they are', () => {
    const { text } = edit(routed, rename('bug', 'defect'));
    expect(changed(routed, text)).toEqual(['-      "bug": # by hand', '+      defect: # by hand']);
  });

  test('also where its name is written behind a question mark', () => {
    const { text } = edit(routed, rename('task', 'work'));
    expect(text).toContain('work:');
    expect(text.indexOf('bug')).toBeLessThan(text.indexOf('work'));
    expect(text).toContain('id: plan');
  });

  test('in JSON', () => {
    const json = '{"id":"x","steps":[{"id":"route","switch":"a","cases":{"b" : [],"c":[]}}]}';
    expect(edit(json, rename('b', 'd'), 'json').text).toBe(json.replace('"b" :', '"d" :'));
  });

  test.each([
    ['bug', 'task', 'nameTaken'],
    ['bug', '', 'badName'],
    ['gone', 'x', 'noField'],
  ])('from %s to %j is refused: %s', (from, to, code) => {
    expect(apply(routed, 'yaml', rename(from, to))).toMatchObject({ refused: code });
  });
});

test('unwrapping takes out what a step holds, not what runs when it fails', () => {
  const steps = '[{"id":"w","onError":[{"id":"a","set":{}}],"try":[{"id":"b","set":{}}],"catch":[]}]';
  const { text } = edit(`{"id":"x","steps":${steps}}`, { do: 'unwrap', step: 'w' }, 'json');
  expect(JSON.parse(text).steps).toEqual([{ id: 'b', set: {} }]);
});

const commented = `steps:
  # above
  - ? id # of the key
    : e
    # between
    set: # behind the key
      text: |- # behind the bar
        # no comment
      more: >2 # behind the angle
          # none either
      plain: a#b "#" # behind plain
      quoted: "a # b" # behind quotes
      list: [1, # in brackets
        2]
      # below
  - { id: g, parallel: { one: [{ id: h, set: {} }] } }
`;

test('a step that moves between brackets takes all of its comments along, and no text that looks like one', () => {
  const move: Command = { do: 'move', steps: ['e'], to: { step: 'g', branch: ['parallel', 'one'], index: 0 } };
  const comments = edit(commented, move)
    .text.split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('#'));
  const behind = ['the key', 'the bar', 'the angle', 'plain', 'quotes'].map((what) => `# behind ${what}`);
  expect(comments).toEqual(['# above', '# of the key', '# between', ...behind, '# in brackets', '# below']);
});
