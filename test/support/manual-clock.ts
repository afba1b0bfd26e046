import type { Clock } from '#infra/local/clock.ts';

/** Enough for a write, its commit, what that wakes and what comes of it. */
const turns = 8;

/** A clock for tests: time stands still until `advance` moves it, waking sleepers in order on the way. */
export class ManualClock implements Clock {
  #now: number;
  #sleepers: { at: number; wake: () => void }[] = [];

  constructor(now = Date.UTC(2026, 0, 1)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  wakeAt(at: number, wake: () => void): () => void {
    const sleeper = { at, wake };
    this.#sleepers.push(sleeper);
    return () => {
      this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
    };
  }

  /** Moves time on; what a woken sleeper sets in motion is given its turns of the event loop before time goes on. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      for (let turn = 0; turn < turns; turn++) {
        do await new Promise((resolve) => setImmediate(resolve));
        while (diskIsBusy());
      }
      const due = this.#sleepers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#sleepers = this.#sleepers.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.wake();
    }
    this.#now = end;
  }
}

/** A file is being written or synced beside the event loop: what waits for it does not count turns. */
function diskIsBusy(): boolean {
  return process.getActiveResourcesInfo().includes('FSReqCallback');
}
