import { expect, test } from 'vitest';
import { readProblemCatalogue } from './problem-catalogue.ts';

const entry = `## someCode (warning)

> "{name}" is odd.[[ Did you mean "{other}"?]]
> “{name}”有误。[[是否想写“{other}”？]]

Do this.

请这样做。

\`\`\`yaml
id: x
\`\`\`
`;

test('an entry has severity, both languages, holes and an example', () => {
  expect(readProblemCatalogue(entry)).toEqual([
    {
      code: 'someCode',
      severity: 'warning',
      en: { message: '"{name}" is odd.[[ Did you mean "{other}"?]]', help: 'Do this.' },
      zh: { message: '“{name}”有误。[[是否想写“{other}”？]]', help: '请这样做。' },
      example: '```yaml\nid: x\n```',
      holes: [
        { name: 'name', optional: false },
        { name: 'other', optional: true },
      ],
    },
  ]);
});

test.each([
  ['doubled code', entry + entry, 'two headings "someCode"'],
  ['no severity', entry.replace(' (warning)', ''), 'is not "## code'],
  ['no example', entry.replace(/```[\s\S]*```/, ''), 'no fenced example'],
  ['no translation', entry.replace('请这样做。', 'Do this.'), 'not translated'],
  ['one message', entry.replace(/> “.*\n/, ''), 'needs "> English"'],
  ['other holes', entry.replace('“{name}”', '“”'), 'holes of someCode differ'],
])('refused: %s', (_, text, message) => {
  expect(() => readProblemCatalogue(text)).toThrow(message);
});
