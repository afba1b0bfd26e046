import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { judge } from '#flows/compiler/trigger/verdict.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Json } from '#flows/language/json.ts';
import { type Answer, play } from './play.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/flows.md'), 'utf8');
const section = page.slice(page.indexOf('\n## Recipes\n'));
const recipes = [
  ...section.matchAll(/### (.+)\n\n(?:[A-Z][^`]*\n\n)?```yaml\n([\s\S]*?)```\n\n```json\n([\s\S]*?)```/g),
].map(([, title = '', steps = '', example = '']) => ({ title, steps, example: JSON.parse(example) }));

const october = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `2026-10-${String(first + index).padStart(2, '0')}`);
const deployment = { timeZone: 'Asia/Shanghai', holidays: october(1, 7), makeUpDays: october(10, 10) };

test('there are ten recipes, each with an example', () => {
  expect(recipes.length).toBeGreaterThanOrEqual(10);
  expect([...section.matchAll(/^### /gm)].length).toBe(recipes.length);
});

const withTrigger = recipes.filter(({ steps }) => steps.startsWith('trigger:'));

test.each(recipes.filter((recipe) => !withTrigger.includes(recipe)))(
  'the recipe "$title" gives what it says',
  async ({ steps, example }) => {
    const { definition } = compiled(`trigger: { use: core.webhook }\nsteps:\n${steps.replace(/^/gm, '  ')}`);
    const { body, answers = {}, output, sends } = example;
    const trigger = { method: 'POST', headers: {}, query: {}, body };
    const played = await play(definition, { trigger }, answers as Record<string, Answer | Answer[]>);
    expect(played.unused).toBeUndefined();
    expect(played).toMatchObject({ status: 'SUCCEEDED', ...(output !== undefined && { output }) });
    if (output !== undefined) expect(played.output).toEqual(output);
    if (sends !== undefined) expect(played.calls.map(({ input }) => input)).toEqual(sends);
    expect(output !== undefined || sends !== undefined).toBe(true);
  },
);

test.each(withTrigger)('the recipe "$title" starts for what it says', async ({ steps, example }) => {
  const { filter } = compiled(steps).subscription;
  const starts = async (trigger: Json) => {
    const judged = judge(filter!, trigger, {}, '2026-05-01T12:00:00Z', (text, bindings) =>
      evaluate(text, bindings, { now: 0, random: () => 0.5 }),
    );
    return (await judged).result;
  };
  for (const event of example.starts) expect(await starts(event), JSON.stringify(event)).toBe(true);
  for (const event of example.rejects) expect(await starts(event), JSON.stringify(event)).toBe(false);
  expect(Math.min(example.starts.length, example.rejects.length)).toBeGreaterThan(0);
});

function compiled(recipe: string) {
  const result = compile(`id: recipe\n${recipe}`, 'yaml', { catalogue, deployment });
  expect(result.problems.filter(({ severity }) => severity !== 'info')).toEqual([]);
  return result.compiled!;
}
