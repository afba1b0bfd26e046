import type { FaultPlan } from '#infra/local/faults/faults.ts';

/**
 * The faults that tests are to run with: the environment variable MILLRACE_TEST_FAULTS holds the share of calls to AWS
 * that go wrong, such as `0.05`, and MILLRACE_TEST_SEED which; undefined without it.
 */
export function faultPlan(): FaultPlan | undefined {
  const { MILLRACE_TEST_FAULTS: share, MILLRACE_TEST_SEED: seed = '1' } = process.env;
  return share ? { seed: Number(seed), share: Number(share), longestDelay: 200 } : undefined;
}

/** The environment in which a server of tests draws the faults of `seed`; empty for a share of none. */
export function faultEnvironment(share: number, seed: number): Record<string, string> {
  return share > 0 ? { MILLRACE_TEST_FAULTS: String(share), MILLRACE_TEST_SEED: String(seed) } : {};
}

/** The line in which a server that ends tells what went wrong, by `service.Operation kind`. */
export function faultLine(counts: Readonly<Record<string, number>>): string {
  return `Faults: ${JSON.stringify(counts)}`;
}

/** How many calls to AWS went wrong by what a server printed up to its end; 0 when it was killed. */
export function faultsOf(output: string): number {
  const counts = JSON.parse(/^Faults: (.+)$/m.exec(output)?.[1] ?? '{}') as Record<string, number>;
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
