import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileText } from '#flows/compiler/compile-text.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { runError } from '#flows/history/run-error.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { type DryRun, dryRun } from '#flows/trial/dry-run.ts';
import type { TrialAnswer } from '#flows/trial/trial-answer.ts';
import type { Answer, Played } from './play.ts';

const read = (name: string, base: string) => JSON.parse(readFileSync(join(import.meta.dirname, name, base), 'utf8'));
const has = (name: string, base: string) => existsSync(join(import.meta.dirname, name, base));

type Answers = Record<string, Answer | Answer[]>;

/** Whose answers a person cannot choose: one comes in the last moment, after the step's time. */
const unchoosable = ['call-with-a-time-limit'];

/** The cases that are played and whose answers a person could choose: no error of Lambda itself is among them. */
const cases = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && has(entry.name, 'result.json') && !unchoosable.includes(entry.name))
  .map(({ name }) => ({ name, answers: (has(name, 'tasks.json') ? read(name, 'tasks.json') : {}) as Answers }))
  .filter(({ answers }) => !JSON.stringify(answers).includes('"lambdaError"'));

function chosen(answers: Answers): Record<string, TrialAnswer[]> {
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, [answer].flat() as unknown as TrialAnswer[]]),
  );
}

function played(name: string, answers: Answers): Promise<DryRun> {
  const source = readFileSync(join(import.meta.dirname, name, 'flow.yaml'), 'utf8');
  const { flow, compiled } = compileText(source, 'yaml', { catalogue });
  const { trigger = {}, env = {} } = read(name, 'input.json') as { trigger?: Json; env?: JsonObject };
  const now = Date.parse('2026-05-01T12:00:00Z');
  return dryRun({ flow: flow!, compiled: compiled!, catalogue, trigger, env, pins: {}, chosen: chosen(answers), now });
}

/** How often each step was called, by its path. */
function tries(run: DryRun): [string, number][] {
  return run.recorded.effects.map(({ path, tries }): [string, number] => [path, tries.length]).sort();
}

function calls({ calls }: Played): [string, number][] {
  const paths = calls.filter(({ operation }) => operation !== 'core.giveUp').map(({ path }) => path);
  return [...new Set(paths)]
    .map((path): [string, number] => [path, paths.filter((each) => each === path).length])
    .sort();
}

describe.each(cases)('$name', ({ name, answers }) => {
  test('is played dry as the engine plays it', async () => {
    const real = read(name, 'result.json') as Played;
    const dry = await played(name, answers);
    expect(dry.status).toBe({ SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'timedOut' }[real.status]);
    expect(tries(dry)).toEqual(calls(real));
    expect(dry.output).toEqual(real.output);
    expect(dry.error?.code).toBe(real.error && runError(real.error, '').code);
    // Every call that was made is told as a step, unless it stands in a round that has a page of its own.
    const told = new Set(dry.steps.map(({ path }) => path));
    const paged = dry.steps.filter(({ rounds }) => rounds).map(({ path }) => `${path}[`);
    for (const [path] of calls(real)) {
      expect(told.has(path) || paged.some((loop) => path.startsWith(loop)), path).toBe(true);
    }
  });
});

test('most cases are played', () => expect(cases.length).toBeGreaterThan(100));
