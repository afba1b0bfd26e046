import { expect, test } from 'vitest';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { machineOf, type RunOptions, runMachine } from './run-machine.ts';

/** One run of a machine and what must come of it. */
export interface MachineCase extends RunOptions {
  name: string;
  /** Its states, the first of them its start. */
  states: JsonObject;
  /** Other fields of the machine. */
  more?: JsonObject;
  /** Status is SUCCEEDED unless said otherwise. */
  expect: {
    status?: string;
    output?: Json;
    error?: string;
    cause?: string | RegExp;
    seconds?: number;
    /** Arguments of the tasks in order. */
    calls?: Json[];
  };
}

/** Makes a test of every case. */
export function testMachines(cases: readonly MachineCase[]): void {
  test.each(cases)('$name', async ({ states, more, expect: wanted, ...options }) => {
    const run = await runMachine(machineOf(states, more), options);
    const { cause, calls, status = 'SUCCEEDED', ...rest } = wanted;
    expect(run).toMatchObject({ status, ...rest });
    if (cause instanceof RegExp) expect(run.cause).toMatch(cause);
    else if (cause !== undefined) expect(run.cause).toBe(cause);
    if (status === 'SUCCEEDED' && 'output' in wanted) expect(run.output).toEqual(wanted.output);
    if (calls) expect(run.calls.map((call) => call.arguments)).toEqual(calls);
  });
}
