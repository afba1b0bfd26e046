import type { Json } from '#flows/language/json.ts';
import { headKey } from './flow.ts';
import { ConditionFailed } from './table/condition-failed.ts';
import { partition, sortKeys } from './table/keys.ts';
import { deleteItem, queryAll, transact, type Write } from './table/table.ts';
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
}

function pinKey(flow: string, step: string): Key {
  return { pk: partition('flow', flow), sk: sortKeys.flow.pin + step };
}

/** The pins of a flow, by step. */
export async function pinsOf(flow: string): Promise<Pin[]> {
  const items = await queryAll<PinItem>({ pk: partition('flow', flow), prefix: sortKeys.flow.pin, consistent: true });
  return items.map(({ step, output, at, by }) => ({ step, output: JSON.parse(output) as Json, at, by }));
}

/** Pins an output; false when there is no such flow. */
export async function putPin(flow: string, { output, ...pin }: Pin): Promise<boolean> {
  const put = { ...pinKey(flow, pin.step), ...pin, output: JSON.stringify(output) };
  try {
    await transact([{ put }, { check: headKey(flow), if: { exists: true } }]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Takes a pin away, if there is one. */
export function removePin(flow: string, step: string): Promise<void> {
  return deleteItem(pinKey(flow, step));
}

/** The writes that take every pin of a flow away. */
export async function pinRemovals(flow: string): Promise<Write[]> {
  return (await pinsOf(flow)).map(({ step }) => ({ delete: pinKey(flow, step) }));
}
