import { evaluate } from '#flows/expression/evaluate.ts';
import type { Allowance, Evaluate } from '#flows/expression/host.ts';

/** The allowance is spent: what is under way is left as it is. */
class Spent extends Error {}

/** Evaluates as long as an allowance lasts, beside the one that the engine has for the run. */
export function evaluateWithin(allowance: Allowance): Evaluate {
  return async (source, bindings, surroundings) => {
    if (allowance.spent > allowance.most) throw new Spent();
    const own = surroundings.allowance ?? { spent: 0, most: Number.POSITIVE_INFINITY };
    const before = own.spent;
    try {
      return await evaluate(source, bindings, { ...surroundings, allowance: own });
    } finally {
      allowance.spent += own.spent - before;
    }
  };
}

/** What `work` gives; undefined when the allowance was spent before its end. */
export async function unlessSpent<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Spent) return undefined;
    throw error;
  }
}
