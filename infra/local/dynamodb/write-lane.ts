import { type DynamoDoor, type DynamoError, namedError } from './dynamo-door.ts';

/** Writes that succeed or fail together: one item, or a transaction of the caller. */
export interface WriteUnit {
  /** Operation and body with which it can be sent alone. */
  operation: string;
  body: string;
  /** JSON texts of its TransactItems. */
  parts: string[];
  /** Keys of the items it touches, as `itemKey` gives them. */
  keys: string[];
  resolve(response: Record<string, unknown>): void;
  reject(error: unknown): void;
}

/** Items per transaction and transactions under way: docs/decisions/0003-dynamodb-on-one-machine.md has the figures. */
const mostItems = 50;
const mostBytes = 2_000_000;
const mostUnderWay = 2;

/**
 * Sends writes that arrive in one turn of the event loop, or while others are under way, as one transaction. Nobody
 * notices: a unit whose own condition fails gets its own error and the others are sent again without it.
 */
export class WriteLane {
  readonly #door: DynamoDoor;
  #waiting: WriteUnit[] = [];
  /** Keys of the items that are being written: writes of one item happen one after the other. */
  readonly #busy = new Set<string>();
  #underWay = 0;
  #scheduled = false;

  constructor(door: DynamoDoor) {
    this.#door = door;
  }

  add(unit: WriteUnit): void {
    this.#waiting.push(unit);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled || this.#underWay >= mostUnderWay || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const units = this.#take();
      if (units.length === 0) return;
      void this.#send(units);
      this.#schedule();
    });
  }

  /** As many of the waiting units as fit, of those that touch one item only the first. */
  #take(): WriteUnit[] {
    const taken: WriteUnit[] = [];
    const left: WriteUnit[] = [];
    const keys = new Set(this.#busy);
    let items = 0;
    let bytes = 0;
    for (const unit of this.#waiting) {
      const fits = items + unit.parts.length <= mostItems && bytes + unit.body.length <= mostBytes;
      if ((taken.length > 0 && !fits) || unit.keys.some((key) => keys.has(key))) {
        left.push(unit);
      } else {
        taken.push(unit);
        items += unit.parts.length;
        bytes += unit.body.length;
        for (const key of unit.keys) this.#busy.add(key);
      }
      // A later write of an item that waits must not overtake it.
      for (const key of unit.keys) keys.add(key);
    }
    this.#waiting = left;
    return taken;
  }

  async #send(units: WriteUnit[]): Promise<void> {
    this.#underWay += 1;
    for (let left = units; left.length > 0; ) left = await this.#attempt(left);
    this.#underWay -= 1;
    for (const { keys } of units) for (const key of keys) this.#busy.delete(key);
    this.#schedule();
  }

  /** Answers at least one of the units and returns those that have to be sent again. */
  async #attempt(units: WriteUnit[]): Promise<WriteUnit[]> {
    if (units.length === 1) {
      await this.#alone(units[0]!);
      return [];
    }
    try {
      const parts = units.flatMap((unit) => unit.parts);
      await this.#door.call('TransactWriteItems', `{"TransactItems":[${parts.join()}]}`);
      for (const unit of units) unit.resolve({});
      return [];
    } catch (error) {
      return this.#sortOut(units, (error as DynamoError).CancellationReasons);
    }
  }

  /** Answers the units whose own items stood in the way, as if each had been sent alone. */
  async #sortOut(units: WriteUnit[], reasons: DynamoError['CancellationReasons']): Promise<WriteUnit[]> {
    const again: WriteUnit[] = [];
    const alone: WriteUnit[] = [];
    let place = 0;
    for (const unit of units) {
      const own = reasons?.slice(place, place + unit.parts.length) ?? [];
      place += unit.parts.length;
      const codes = own.map(({ Code }) => Code ?? 'None');
      if (codes.length > 0 && codes.every((code) => code === 'None')) again.push(unit);
      else if (codes.length === 1 && codes[0] === 'ConditionalCheckFailed') unit.reject(conditionFailed(own[0]?.Item));
      else alone.push(unit);
    }
    await Promise.all(alone.map((unit) => this.#alone(unit)));
    return again.length < units.length ? again : [];
  }

  async #alone(unit: WriteUnit): Promise<void> {
    try {
      unit.resolve(await this.#door.call(unit.operation, unit.body));
    } catch (error) {
      unit.reject(error);
    }
  }
}

function conditionFailed(item: object | undefined): DynamoError {
  const error = namedError('ConditionalCheckFailedException', 'The conditional request failed');
  if (item) error.Item = item;
  return error;
}
