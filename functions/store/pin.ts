import type { Json } from '#flows/language/json.ts';
import { headKey } from './flow.ts';
import { ConditionFailed } from './table/condition-failed.ts';
import type { Condition } from './table/expression.ts';
import { partition, sortKeys } from './table/keys.ts';
import { getItem, queryAll, transact, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** An output that stands for that of a step in dry runs of its flow; runs know nothing of it. */
export interface Pin {
  step: string;
  output: Json;
  /** ISO 8601. */
  at: string;
  by: string;
}

interface PinItem extends Omit<Pin, 'output'> {
  /** As JSON. */
  output: string;
  /** Of the output; absent in pins of before they were counted, which the sum knows nothing of. */
  bytes?: number;
}

/** What all pins of a flow come to; `changes` is raised by each of them. */
interface Sum {
  bytes: number;
  count: number;
  changes: number;
}

/** Changes of others that may come between before one is given up. */
const tries = 20;

function pinKey(flow: string, step: string): Key {
  return { pk: partition('flow', flow), sk: sortKeys.flow.pin + step };
}

function sumKey(flow: string): Key {
  return { pk: partition('flow', flow), sk: sortKeys.flow.pins };
}

/** The pins of a flow, by step. */
export async function pinsOf(flow: string): Promise<Pin[]> {
  const items = await queryAll<PinItem>({ pk: partition('flow', flow), prefix: sortKeys.flow.pin, consistent: true });
  return items.map(({ step, output, at, by }) => ({ step, output: JSON.parse(output) as Json, at, by }));
}

/**
 * Pins an output, unless all pins of the flow would so come to more than `most` bytes or count: `full`. `gone` when there
 * is no such flow.
 */
export async function putPin(
  flow: string,
  { output, ...pin }: Pin,
  most: { bytes: number; count: number },
): Promise<'pinned' | 'full' | 'gone'> {
  const text = JSON.stringify(output);
  const put = { ...pinKey(flow, pin.step), ...pin, output: text, bytes: Buffer.byteLength(text) };
  for (let attempt = 1; ; attempt++) {
    const before = await getItem<PinItem>(put);
    const add = { bytes: put.bytes - (before?.bytes ?? 0), count: before?.bytes === undefined ? 1 : 0, changes: 1 };
    // Pins that become fewer or smaller are always taken.
    const room = {
      ...(add.bytes > 0 && { bytes: most.bytes - add.bytes + 1 }),
      ...(add.count > 0 && { count: most.count }),
    };
    const left = Object.keys(room).length > 0 && { if: { exists: false, or: { lessThan: room } } };
    try {
      await transact([
        { put, if: asRead(before) },
        { check: headKey(flow), if: { exists: true } },
        { update: sumKey(flow), change: { add }, ...left },
      ]);
      return 'pinned';
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      if (error.standing.has(1)) return 'gone';
      if (!error.standing.has(0)) return 'full';
      if (attempt === tries) throw error;
    }
  }
}

/** Takes a pin away, if there is one. */
export async function removePin(flow: string, step: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await getItem<PinItem>(pinKey(flow, step));
    if (!before) return;
    try {
      await transact([
        { delete: pinKey(flow, step), if: asRead(before) },
        { update: sumKey(flow), change: { add: { ...uncounted(before), changes: 1 } } },
      ]);
      return;
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === tries) throw error;
    }
  }
}

/** How often pins of a flow were set or taken away; 0 when never. */
export async function pinChanges(flow: string): Promise<number> {
  return (await getItem<Sum>(sumKey(flow)))?.changes ?? 0;
}

/** The writes that take every pin of a flow away, refused when one is set or taken away meanwhile. */
export async function pinRemovals(flow: string): Promise<Write[]> {
  const sum = await getItem<Sum>(sumKey(flow));
  const asRead: Write = sum
    ? { delete: sumKey(flow), if: { equals: { changes: sum.changes } } }
    : { check: sumKey(flow), if: { exists: false } };
  return [asRead, ...(await pinsOf(flow)).map(({ step }) => ({ delete: pinKey(flow, step) }))];
}

function asRead(before: PinItem | undefined): Condition {
  if (!before) return { exists: false };
  const { at, bytes } = before;
  return { equals: { at, ...(bytes !== undefined && { bytes }) } };
}

function uncounted({ bytes }: PinItem): { bytes: number; count: number } {
  return bytes === undefined ? { bytes: 0, count: 0 } : { bytes: -bytes, count: -1 };
}
