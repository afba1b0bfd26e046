import { executionArn, machineArn } from './arn.ts';
import { startInput } from './engine-event.ts';
import type { Ground } from './ground.ts';
import type { ExecutionRow } from './journal.ts';

/** How a STANDARD execution ended: the `detail` of EventBridge's "Step Functions Execution Status Change". */
export interface StatusChange {
  executionArn: string;
  stateMachineArn: string;
  stateMachineVersionArn: string | null;
  name: string;
  status: string;
  /** Milliseconds since 1970. */
  startDate: number;
  stopDate: number | null;
  /** JSON text. */
  input: string | null;
  output: string | null;
  error: string | null;
  cause: string | null;
}

const firstDelay = 1000;
const longestDelay = 60_000;

/** Tells how STANDARD executions ended, each until the listener has taken it. What is untold survives a crash. */
export class Outbox {
  readonly #ground: Ground;
  readonly #listener: (change: StatusChange) => Promise<void>;
  readonly #telling = new Set<Promise<void>>();
  #stopped = false;

  constructor(ground: Ground, listener: (change: StatusChange) => Promise<void>) {
    this.#ground = ground;
    this.#listener = listener;
  }

  /** Tells what an earlier process left untold. */
  recover(): void {
    for (const row of this.#ground.journal.untold()) this.tell(row);
  }

  /** Tells the end of an execution that the journal holds as untold. */
  tell(row: ExecutionRow, delay = firstDelay): void {
    const { commit, journal, timers, clock } = this.#ground;
    const telling = this.#listener(this.#change(row))
      .then(() => commit.add({ run: () => journal.told(row.id) }))
      .catch(() => {
        if (this.#stopped) return;
        timers.set(clock.now() + delay, () => this.tell(row, Math.min(delay * 2, longestDelay)));
      })
      .finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  /** Resolves when the listener has answered all it has been told; what it did not take is told at the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#telling);
  }

  #change(row: ExecutionRow): StatusChange {
    const { journal, machines } = this.#ground;
    const { name, type } = machines.byId(row.machine);
    return {
      executionArn: executionArn(name, type, row.name),
      stateMachineArn: machineArn(name),
      stateMachineVersionArn: row.version === null ? null : machineArn(name, row.version),
      name: row.name,
      status: row.status,
      startDate: row.started,
      stopDate: row.ended,
      input: startInput(journal.firstEvent(row.id)) ?? null,
      output: row.output,
      error: row.error,
      cause: row.cause,
    };
  }
}
