import type { Json } from '#flows/language/json.ts';
import { evaluate } from './evaluate.ts';

/** What evaluations that belong together may use, in the units of work that Budget counts. */
export interface Allowance {
  spent: number;
  readonly most: number;
}

/** What an evaluation sees beside its variables. `now` in milliseconds since 1970. */
export interface Surroundings {
  now: number;
  random: () => number;
  allowance?: Allowance;
}

/** Value of an expression for the variables given, as evaluate.ts says. */
export type Evaluate = (
  source: string,
  bindings: Readonly<Record<string, unknown>>,
  surroundings: Surroundings,
) => Promise<Json | undefined>;

/** Where the engine's expressions are evaluated. */
export interface ExpressionHost {
  evaluate: Evaluate;
  /** Asked between states: what to wait for before the next one, so that others have their turn. */
  breathe?: () => Promise<void> | undefined;
}

/** Here and now, for who has nobody to hold up. */
export const inPlace: ExpressionHost = { evaluate };
