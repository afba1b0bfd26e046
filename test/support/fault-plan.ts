import type { FaultPlan } from '#infra/local/faults/faults.ts';

/**
 * The faults that tests are to run with: the environment variable MILLRACE_TEST_FAULTS holds the share of calls to AWS
 * that go wrong, such as `0.05`, and MILLRACE_TEST_SEED which; undefined without it.
 */
export function faultPlan(): FaultPlan | undefined {
  const { MILLRACE_TEST_FAULTS: share, MILLRACE_TEST_SEED: seed = '1' } = process.env;
  return share ? { seed: Number(seed), share: Number(share), longestDelay: 200 } : undefined;
}
