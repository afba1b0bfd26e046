import type { Budget } from './budget.ts';

/** One evaluation: what it may use, and the clock and chance it was given. */
export interface Run {
  budget: Budget;
  /** Milliseconds since 1970. */
  now: number;
  random: () => number;
}

/** What JSONata hands to a function as `this`; `options` are those the expression was prepared with. */
export interface Focus {
  environment: { base: { options: { run: Run; natives: Natives } } };
}

/** A function as JSONata keeps it. */
export interface Native {
  _jsonata_function: true;
  // biome-ignore lint/suspicious/noExplicitAny: each function has its own parameters
  implementation: (this: any, ...args: any[]) => any;
}

/** JSONata's own versions of functions that are replaced here. */
export type Natives = Record<string, Native>;

/** A function with its signature in JSONata's notation. Parameter names must stay readable in the function's text. */
export function define(signature: string, implementation: Native['implementation']) {
  return { signature, implementation };
}

/** The evaluation that calls a function. */
export function runOf(focus: Focus): Run {
  return focus.environment.base.options.run;
}

/** Calls JSONata's own version of a function. */
export function native(name: string, focus: Focus, args: unknown[]): unknown {
  return focus.environment.base.options.natives[name]!.implementation.apply(focus, args);
}
