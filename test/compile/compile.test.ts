import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import type { CompileResult } from '#flows/compiler/compiled.ts';
import { judge } from '#flows/compiler/verdict.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { evaluate } from '#flows/engine/expression/evaluate.ts';
import { describeProblem } from '#flows/language/describe-problem.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Problem } from '#flows/language/problem.ts';
import { play } from './play.ts';
import { prettyJson } from './pretty-json.ts';

const validate = createRequire(import.meta.url)('asl-validator') as (definition: Json) => {
  isValid: boolean;
  errorsText(separator: string): string;
};

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
      const { isValid, errorsText } = validate(singleLines(definition));
      expect(isValid ? '' : errorsText('\n')).toBe('');
      expect(JSON.stringify(compile(source, 'yaml', { catalogue }))).toBe(JSON.stringify(result));
      expect(Object.keys(result.compiled!.sourceMap).sort()).toEqual(stateNames(definition).sort());
    });

  if (existsSync(file('input.json')))
    test('runs as expected', async () => {
      const answers = existsSync(file('tasks.json')) ? read('tasks.json') : {};
      expectFile('result.json', await play(compiled(result).definition, read('input.json'), answers));
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

// The validator's pattern for expressions ends at a line break, which Step Functions takes.
function singleLines(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('\n', ' ');
  if (Array.isArray(value)) return value.map(singleLines);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, singleLines(item)]));
}

function stateNames(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(stateNames);
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(stateNames);
  return value.States ? [...Object.keys(value.States as JsonObject), ...inner] : inner;
}
