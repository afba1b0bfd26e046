import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { type Answer, play } from './play.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/flows.md'), 'utf8');
const section = page.slice(page.indexOf('\n## Recipes\n'));
const recipes = [...section.matchAll(/### (.+)\n\n```yaml\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g)].map(
  ([, title = '', steps = '', example = '']) => ({ title, steps, example: JSON.parse(example) }),
);

const october = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `2026-10-${String(first + index).padStart(2, '0')}`);
const deployment = { timeZone: 'Asia/Shanghai', holidays: october(1, 7), makeUpDays: october(10, 10) };

test('there are ten recipes, each with an example', () => {
  expect(recipes.length).toBeGreaterThanOrEqual(10);
  expect([...section.matchAll(/^### /gm)].length).toBe(recipes.length);
});

test.each(recipes)('the recipe "$title" gives what it says', async ({ steps, example }) => {
  const source = `id: recipe\ntrigger: { use: core.webhook }\nsteps:\n${steps.replace(/^/gm, '  ')}`;
  const { compiled, problems } = compile(source, 'yaml', { catalogue, deployment });
  expect(problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
  const { body, answers = {}, output, sends } = example;
  const trigger = { method: 'POST', headers: {}, query: {}, body };
  const played = await play(compiled!.definition, { trigger }, answers as Record<string, Answer | Answer[]>);
  expect(played.unused).toBeUndefined();
  expect(played).toMatchObject({ status: 'SUCCEEDED', ...(output !== undefined && { output }) });
  if (output !== undefined) expect(played.output).toEqual(output);
  if (sends !== undefined) expect(played.calls.map(({ input }) => input)).toEqual(sends);
  expect(output !== undefined || sends !== undefined).toBe(true);
});
