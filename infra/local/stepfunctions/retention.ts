import type { Ground } from './ground.ts';

/** Executions looked at in one transaction. */
const slice = 500;
/** Milliseconds from one look through all executions to the next. */
const pause = 60_000;
/** Milliseconds between two slices: other work goes on. */
const breath = 20;

/** Erases ended executions `milliseconds` after their end, from now on, once that has been told. */
export function startRetention({ clock, timers, commit, journal }: Ground, milliseconds: number): void {
  let last = 0;

  function sweep(): void {
    const before = clock.now() - milliseconds;
    const rows = journal.timesFrom(last, slice);
    const old = rows.filter(({ told }) => told !== null && told <= before);
    if (old.length > 0) {
      commit.add({
        run: () => {
          for (const { id } of old) journal.erase(id);
        },
      });
    }
    // Numbers are given in the order of the starts: behind a young execution are only younger ones.
    const more = rows.length === slice && rows.at(-1)!.started <= before;
    last = more ? rows.at(-1)!.id : 0;
    timers.set(clock.now() + (more ? breath : pause), sweep);
  }

  timers.set(clock.now() + breath, sweep);
}
