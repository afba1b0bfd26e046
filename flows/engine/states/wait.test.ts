import { describe } from 'vitest';
import { testMachines } from '#test/support/machine-cases.ts';

const wait = (fields: Record<string, string | number>) => ({ a: { Type: 'Wait', ...fields, End: true } });

describe('Wait', () => {
  testMachines([
    { name: 'some seconds', states: wait({ Seconds: 90 }), input: 1, expect: { output: 1, seconds: 90 } },
    {
      name: 'seconds by an expression',
      states: wait({ Seconds: '{% $states.input * 2 %}' }),
      input: 4,
      expect: { output: 4, seconds: 8 },
    },
    { name: 'no seconds', states: wait({ Seconds: 0 }), expect: { seconds: 0 } },
    { name: 'until a time', states: wait({ Timestamp: '2026-05-01T14:00:00+01:00' }), expect: { seconds: 3600 } },
    {
      name: 'until a time that is past',
      states: wait({ Timestamp: '{% "2020-01-01T00:00:00Z" %}' }),
      expect: { seconds: 0 },
    },
    {
      name: 'not until something else',
      states: wait({ Timestamp: '{% "tomorrow" %}' }),
      expect: {
        status: 'FAILED',
        error: 'States.QueryEvaluationError',
        cause: /cannot be parsed as an ISO-8601 extended offset date-time format string: tomorrow$/,
      },
    },
    {
      name: 'not fewer than no seconds',
      states: wait({ Seconds: '{% -1 %}' }),
      expect: { status: 'FAILED', error: 'States.QueryEvaluationError' },
    },
    {
      name: 'not text',
      states: wait({ Seconds: '{% "5" %}' }),
      expect: { status: 'FAILED', cause: /Expected 'number', but was 'string' for value: "5"$/ },
    },
    {
      name: 'assigns and makes its output when it is over',
      states: {
        a: { Type: 'Wait', Seconds: 5, Assign: { x: '{% $millis() %}' }, Output: 'over', Next: 'b' },
        b: { Type: 'Pass', Output: '{% [$states.input, $x] %}', End: true },
      },
      expect: { output: ['over', Date.UTC(2026, 4, 1, 12, 0, 5)] },
    },
  ]);
});
