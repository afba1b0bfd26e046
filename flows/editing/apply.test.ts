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
