import { defineConfig } from 'vitest/config';

/** They measure how long the server lets others wait, or keep to the second: nothing else may run beside them. */
const timed = ['test/e2e/{doors,schedules,stalls}.test.ts'];

/** The most telling of the tests with servers: once more on an AWS that throttles, breaks and loses answers. */
const telling = ['test/e2e/{crash,steps-survive-kills,templates,webhook-to-message}.test.ts'];

const withServers = {
  expect: { poll: { timeout: 20_000 } },
  globalSetup: 'test/support/built-console.ts',
  testTimeout: 120_000,
  hookTimeout: 120_000,
};
const faults = { MILLRACE_TEST_FAULTS: '0.03' };

/** Quick tests come first, then those that start servers or browsers, a file on each core; at last the timed ones, alone. */
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Properties take seconds, and waiting does, on a machine that does something else as well.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          expect: { poll: { timeout: 10_000 } },
          include: [
            'flows/**/*.test.ts',
            'functions/**/*.test.ts',
            'infra/**/*.test.ts',
            'cli/**/*.test.ts',
            'console/**/*.test.ts',
            'test/history/**/*.test.ts',
            'test/structure/**/*.test.ts',
          ],
        },
      },
      { test: { name: 'compile', include: ['test/compile/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 30_000 } },
      {
        test: {
          ...withServers,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: timed,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...withServers, name: 'faults', include: telling, env: faults, sequence: { groupOrder: 1 } } },
      { test: { ...withServers, name: 'timed', include: timed, fileParallelism: false } },
      {
        test: {
          ...withServers,
          name: 'timed faults',
          include: ['test/e2e/schedules.test.ts'],
          env: faults,
          fileParallelism: false,
        },
      },
    ],
  },
});
