import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { anyFlow } from './any-flow.ts';
import { aslProblems } from './asl-problems.ts';
import { play } from './play.ts';

const trigger = { body: { a: 5, list: [{ b: 1 }, { b: 2 }] } };
const answers = fc.constantFrom(
  { output: { sent: true } },
  { error: 'NotFound', message: 'gone' },
  { error: 'RateLimited', message: 'slow down', retryAfter: 9 },
);

test('any flow compiles, or a finding with its place says why not; twice to the same bytes', () => {
  let compiled = 0;
  fc.assert(
    fc.property(anyFlow, (flow) => {
      const source = JSON.stringify(flow, null, 1);
      const result = compile(source, 'json', { catalogue });
      for (const problem of result.problems) expect(problem.position, problem.code).toBeDefined();
      expect(result.compiled === undefined).toBe(result.problems.some(({ severity }) => severity === 'error'));
      expect(JSON.stringify(compile(source, 'json', { catalogue }))).toBe(JSON.stringify(result));
      if (!result.compiled) return;
      compiled++;
      expect(aslProblems(result.compiled.definition)).toBe('');
    }),
    { numRuns: 100, seed: 1 },
  );
  expect(compiled).toBeGreaterThan(30);
}, 120_000);

test('what compiles runs to an end of its own', async () => {
  await fc.assert(
    fc.asyncProperty(anyFlow, fc.array(answers, { minLength: 1, maxLength: 5 }), async (flow, all) => {
      const { compiled } = compile(JSON.stringify(flow), 'json', { catalogue });
      if (!compiled) return;
      const steps = Object.values(compiled.sourceMap).map(({ step }, index) => [step, all[index % all.length]]);
      const played = await play(compiled.definition, { trigger }, Object.fromEntries(steps));
      expect(['SUCCEEDED', 'FAILED', 'TIMED_OUT']).toContain(played.status);
      if (played.status === 'FAILED')
        expect(['NotFound', 'RateLimited', 'Stopped', 'ExpressionFailed', 'Timeout']).toContain(played.error);
      const expected =
        compiled.type === 'EXPRESS' && played.status !== 'TIMED_OUT' ? played.status.toLowerCase() : undefined;
      expect((played.ledger as { status?: string } | undefined)?.status).toBe(expected);
    }),
    { numRuns: 300, seed: 2 },
  );
}, 120_000);
