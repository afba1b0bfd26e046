import { expect, test } from 'vitest';
import { scopeAt } from './scope-at.ts';

const text = `id: f
steps:
  - id: first
    set: { a: 1 }
  - id: check
    if:
      all:
        - { left: 1, op: exists }
    then:
      - id: yes1
        set: { a: "{{ |1 }}" }
      - { id: yes2, set: { a: 1 } }
      - id: lines
        forEach: "{{ $first }}"
        do:
          - use: http.request
            id: inner
            with:
              url: "{{ |2 }}"
          - id: inner2
            set: { a: "{{ |3 }}" }
    else:
      - id: no1
        set: { a: "{{ |4 }}" }
  - id: last
    set: { a: "{{ |5 }}" }
`;

test.each([
  ['|1', ['first'], ['yes1', 'check']],
  ['|2', ['first', 'yes1', 'yes2'], ['inner', 'lines', 'check']],
  ['|3', ['first', 'yes1', 'yes2', 'inner'], ['inner2', 'lines', 'check']],
  ['|4', ['first'], ['no1', 'check']],
  ['|5', ['first', 'check'], ['last']],
])('%s sees the steps before it and none inside a finished one', (mark, earlier, around) => {
  expect(scopeAt(text, text.indexOf(mark))).toEqual({ earlier, around });
});

test('lists as far left as their key', () => {
  const flat =
    'steps:\n- id: a\n  if: { left: 1, op: exists }\n  then:\n  - id: b\n    set: { x: 1 }\n  else:\n  - id: c\n    set: { x: "';
  expect(scopeAt(flat, flat.length)).toEqual({ earlier: [], around: ['c', 'a'] });
});
