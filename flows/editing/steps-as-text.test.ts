import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { stepsAsText } from './steps-as-text.ts';

const yaml = `id: f
trigger: { use: core.manual }
steps:
  - id: check # is it new?
    if: { left: "{{ $trigger.a }}", op: exists }
    then:
      # greet
      - id: greet
        set: { text: 'Hello' }
    else: []
  - { id: done, stop: succeeded }
`;

test.each([
  [['greet'], "# greet\n- id: greet\n  set: { text: 'Hello' }\n"],
  [['done', 'greet'], "# greet\n- id: greet\n  set: { text: 'Hello' }\n- { id: done, stop: succeeded }\n"],
  [['nobody'], ''],
])('%j as text', (ids, text) => {
  expect(stepsAsText(yaml, 'yaml', ids)).toBe(text);
});

test('what is inside another of them comes once, and all of it can be pasted', () => {
  const text = stepsAsText(yaml, 'yaml', ['greet', 'check']);
  expect(text.match(/id: greet/g)).toHaveLength(1);
  const pasted = apply(yaml, 'yaml', { do: 'paste', at: { index: 2 }, text });
  expect('text' in pasted && pasted.text).toContain('  - id: check_2 # is it new?\n');
});

test('JSON steps are copied as YAML that JSON takes back', () => {
  const json = JSON.stringify(
    { id: 'f', trigger: { use: 'core.manual' }, steps: [{ id: 'a', set: { b: [1] } }] },
    null,
    2,
  );
  const text = stepsAsText(json, 'json', ['a']);
  const pasted = apply(json, 'json', { do: 'paste', at: { index: 1 }, text });
  expect('text' in pasted && JSON.parse(pasted.text).steps[1]).toEqual({ id: 'a_2', set: { b: [1] } });
});
