import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ManualClock } from '#test/support/manual-clock.ts';
import { blueprint } from '../../blueprint.ts';
import { openStore } from '../storage/store.ts';
import { startEventBridge } from './start-event-bridge.ts';

const minutes = 60_000;

test.each(blueprint.rules.map((rule) => [rule.name, rule] as const))(
  'a message of the rule %s outlasts half an hour in which nothing can be done, and is given up in the end',
  async (_name, { maxReceives, batchSize }) => {
    const folder = mkdtempSync(join(tmpdir(), 'outage-'));
    const clock = new ManualClock();
    const store = openStore(join(folder, 'events.db'), () => {}, clock);
    const bridge = startEventBridge({
      store,
      rules: [
        {
          name: 'rule',
          bus: 'bus',
          pattern: { source: ['test'] },
          queue: 'work',
          target: 'worker',
          batchSize,
          inFlight: 4,
          maxReceives,
          visibilitySeconds: 90,
        },
      ],
      deliver: () => Promise.reject(new Error('The table does not answer.')),
      clock,
      // The shortest delays there are.
      random: () => 0,
    });
    const dead = () => store.database.prepare("SELECT count(*) AS count FROM messages WHERE queue = 'work-dead'").get();
    try {
      const put = bridge.operations.PutEvents({
        Entries: [{ EventBusName: 'bus', Source: 'test', DetailType: 'x', Detail: '{}' }],
      });
      await clock.advance(0);
      await put;
      await clock.advance(30 * minutes);
      expect(dead()).toEqual({ count: 0 });
      await clock.advance(30 * minutes);
      expect(dead()).toEqual({ count: 1 });
    } finally {
      const stopped = bridge.stop(0);
      await clock.advance(0);
      await stopped;
      store.close();
      rmSync(folder, { recursive: true });
    }
  },
);
