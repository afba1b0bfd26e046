import type { Timers } from '../timers.ts';
import type { Dynamo } from './dynamo.ts';
import { carryOut } from './item-write.ts';
import { keyOfItem } from './tables/item-key.ts';

/** Items deleted in one transaction. */
const slice = 200;
/** Milliseconds between two looks, and between two slices: other work goes on. */
const pause = 60_000;
const breath = 20;

/** Deletes what has expired, from now on, as DynamoDB does by and by. */
export function expireItems(dynamo: Dynamo, timers: Timers): void {
  const { tables, commit, clock } = dynamo;

  function look(): void {
    const before = Math.floor(clock.now() / 1000);
    let more = false;
    for (const name of tables.names()) {
      const table = tables.get(name);
      if (table.record.expiry === undefined) continue;
      if (table.rows.expired(before, 1).length === 0) continue;
      commit.add({
        run() {
          if (tables.find(name)?.id !== table.id) return;
          for (const item of table.rows.expired(before, slice)) {
            const write = { table, key: keyOfItem(table, item), change: () => undefined };
            carryOut({ write, old: item, item: undefined });
          }
        },
        refuse() {},
      });
      more = true;
    }
    timers.set(clock.now() + (more ? breath : pause), look);
  }

  timers.set(clock.now() + breath, look);
}
