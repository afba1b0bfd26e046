import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import type { CompileResult } from '#flows/compiler/compiled.ts';
import { judge } from '#flows/compiler/trigger/verdict.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import { describeProblem } from '#flows/language/describe-problem.ts';
import type { Json } from '#flows/language/json.ts';
import type { Problem } from '#flows/language/problem.ts';
import { aslProblems, stateNames } from './asl-problems.ts';
import { play } from './play.ts';
import { prettyJson } from './pretty-json.ts';

/*
 * A case is a folder:
 *   flow.yaml      the flow
 *   expected.json  what it compiles to; or findings.json, what is wrong with it; both where the findings are no errors
 *   input.json     the execution's input: played in the engine
 *   tasks.json     what the tasks of that run answer (see play.ts)
 *   result.json    how that run ends
 *   events.json    events to judge
 *   verdicts.json  what its conditions say about them
 * UPDATE=1 writes the expected files anew: read what it wrote.
 */
const cases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe.each(cases)('%s', (name) => {
  const file = (base: string) => join(import.meta.dirname, name, base);
  const read = (base: string) => JSON.parse(readFileSync(file(base), 'utf8'));
  const source = readFileSync(file('flow.yaml'), 'utf8');
  const result = compile(source, 'yaml', { catalogue });

  function expectFile(base: string, actual: unknown): void {
    if (process.env.UPDATE) {
      rmSync(file(base), { force: true });
      if (actual !== undefined) writeFileSync(file(base), prettyJson(JSON.parse(JSON.stringify(actual))));
    }
    expect(actual).toEqual(existsSync(file(base)) ? read(base) : undefined);
  }

  test('compiles as expected', () => {
    expectFile('expected.json', result.compiled && JSON.parse(JSON.stringify(result.compiled)));
    expectFile('findings.json', result.problems.length > 0 ? result.problems.map(readable) : undefined);
    expect(result.compiled === undefined).toBe(result.problems.some(({ severity }) => severity === 'error'));
  });

  if (result.compiled)
    test('is valid and the same each time', () => {
      const { definition } = result.compiled!;
      expect(aslProblems(definition)).toBe('');
      expect(JSON.stringify(compile(source, 'yaml', { catalogue }))).toBe(JSON.stringify(result));
      expect(Object.keys(result.compiled!.sourceMap).sort()).toEqual(stateNames(definition).sort());
    });

  if (existsSync(file('input.json')))
    test('runs as expected', async () => {
      const answers = existsSync(file('tasks.json')) ? read('tasks.json') : {};
      const played = await play(compiled(result).definition, read('input.json'), answers);
      expect(played.unused).toBeUndefined();
      expectFile('result.json', played);
    });

  if (existsSync(file('events.json')))
    test('judges as expected', async () => {
      const { filter } = compiled(result).subscription;
      const verdicts = (read('events.json') as Json[]).map((event) =>
        judge(filter!, event, { limit: '10' }, '2026-05-01T12:00:00Z', (text, bindings) =>
          evaluate(text, bindings, { now: 0, random: () => 0.5 }),
        ),
      );
      expectFile('verdicts.json', await Promise.all(verdicts));
    });
});

test('there are at least 60 cases', () => expect(cases.length).toBeGreaterThanOrEqual(60));

function compiled({ compiled, problems }: CompileResult) {
  if (!compiled) throw new Error(`Does not compile: ${JSON.stringify(problems)}`);
  return compiled;
}

function readable(problem: Problem) {
  const { code, severity, position, step, field } = problem;
  return {
    code,
    severity,
    at: position && `${position.line}:${position.column}`,
    step,
    field,
    message: describeProblem(problem, 'en').message,
  };
}
