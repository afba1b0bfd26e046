import { defineConfig } from 'vitest/config';

/** Tests that start servers or browsers share two cores badly: they run one file at a time, after the quick ones. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Properties take seconds on a machine that does something else as well.
          testTimeout: 30_000,
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
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // The most telling of them once more, on an AWS that throttles, breaks and loses answers.
        test: {
          name: 'faults',
          include: ['test/e2e/{crash,schedules,steps-survive-kills,templates,webhook-to-message}.test.ts'],
          env: { MILLRACE_TEST_FAULTS: '0.03' },
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
