import { expect, test } from 'vitest';
import { yamlCursor } from './yaml-cursor.ts';

// `|` marks the cursor.
const cases: [string, string, { path: string[]; key?: string; siblings?: string[]; word?: string }][] = [
  ['a key at the root', 'id: a\nna|', { path: [], siblings: ['id'], word: 'na' }],
  ['a value at the root', 'id: a|', { path: [], key: 'id', word: 'a' }],
  ['a key of the trigger', 'trigger:\n  use: core.manual\n  |', { path: ['trigger'], siblings: ['use'] }],
  ['a value of the trigger', 'trigger:\n  use: jira.|', { path: ['trigger'], key: 'use', word: 'jira.' }],
  ['the first key of a step', 'steps:\n  - i|', { path: ['steps', '-'], word: 'i' }],
  ['a later key of a step', 'steps:\n  - id: a\n    |', { path: ['steps', '-'], siblings: ['id'] }],
  ['items as far left as their key', 'steps:\n- id: a\n  u|', { path: ['steps', '-'], siblings: ['id'], word: 'u' }],
  [
    'inputs of a step',
    'steps:\n  - id: a\n    use: http.request\n    with:\n      u|',
    { path: ['steps', '-', 'with'], siblings: [], word: 'u' },
  ],
  [
    'a step inside a branch',
    'steps:\n  - id: c\n    if: { left: 1, op: exists }\n    then:\n      - id: t\n        |\n    else: []',
    { path: ['steps', '-', 'then', '-'], siblings: ['id'] },
  ],
  ['a step in braces', 'steps:\n  - { id: a, us|', { path: ['steps', '-'], siblings: ['id'], word: 'us' }],
  [
    'a value in braces',
    'steps:\n  - { id: a, use: ht|',
    { path: ['steps', '-'], key: 'use', siblings: ['id', 'use'], word: 'ht' },
  ],
  ['a map in braces behind a key', 'trigger:\n  with: { cr|', { path: ['trigger', 'with'], word: 'cr' }],
  ['a map in a map in braces', 'steps:\n  - { id: a, with: { u|', { path: ['steps', '-', 'with'], word: 'u' }],
  [
    'a condition in a list',
    'trigger:\n  when:\n    all:\n      - { left: "{{ $trigger.a }}", op: |',
    {
      path: ['trigger', 'when', 'all', '-'],
      key: 'op',
    },
  ],
  [
    'after the cursor counts too',
    'steps:\n  - id: a\n    |\n    use: http.request\n  - id: b',
    { path: ['steps', '-'], siblings: ['id', 'use'] },
  ],
];

test.each(cases)('%s', (_, marked, wanted) => {
  const offset = marked.indexOf('|');
  const cursor = yamlCursor(marked.replace('|', ''), offset);
  expect(cursor.path).toEqual(wanted.path);
  expect(cursor.key).toBe(wanted.key);
  if (wanted.siblings) expect([...cursor.siblings.keys()].sort()).toEqual([...wanted.siblings].sort());
  if (wanted.word !== undefined) expect(marked.replace('|', '').slice(cursor.from, offset)).toBe(wanted.word);
});

test.each([
  ['in lines', 'steps:\n  - id: a\n    use: http.request\n    with:\n      u|'],
  ['in braces on a line of its own', 'steps:\n  - id: a\n    use: http.request\n    with: { u|'],
  ['all in braces', 'steps:\n  - { id: a, use: http.request, with: { u|'],
  ['of the trigger', 'trigger:\n  use: http.request\n  with:\n    |'],
])('knows whose inputs are written: %s', (_, marked) => {
  const cursor = yamlCursor(marked.replace('|', ''), marked.indexOf('|'));
  expect(cursor.owner?.get('use')).toBe('http.request');
});
