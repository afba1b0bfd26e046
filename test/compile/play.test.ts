import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { type Answer, play } from './play.ts';

const source = `id: a
trigger: { use: core.webhook }
steps:
  - { id: get, use: http.request, with: { url: "https://example.com" } }
`;
const ok: Answer = { output: {} };

function played(answers: Record<string, Answer | Answer[]>) {
  return play(compile(source, 'yaml', { catalogue }).compiled!.definition, {}, answers);
}

test('a call that no answer is listed for fails', async () => {
  await expect(played({})).rejects.toThrow('No answer is listed for the call of get.');
});

test.each<[string, Record<string, Answer | Answer[]>, string[] | undefined]>([
  ['the one answer', { get: ok }, undefined],
  ['a step that is none', { get: ok, gte: ok }, ['gte']],
  ['one answer too many', { get: [ok, ok] }, ['get: 1']],
])('answers that no call took are told: %s', async (_, answers, unused) => {
  expect((await played(answers)).unused).toEqual(unused);
});
