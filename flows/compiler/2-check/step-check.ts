import type { Step, Value } from '#flows/language/flow.ts';
import type { Known } from '../shape/shape.ts';
import type { Checking } from './checking.ts';
import type { Scope } from './scope.ts';

/** Where a step stands that is checked, and what checks what is inside it. */
export interface StepPlace {
  checking: Checking;
  scope: Scope;
  /** Checks a value; returns what is known of it. */
  value(of: Value): Known;
  /** Checks a list of steps that sees variables `own` too; returns what is known of the output of its last step. */
  list(steps: readonly Step[], own?: Record<string, Known>): Known;
  /** The same in a scope that then has the variables of the steps. */
  listInto(scope: Scope, steps: readonly Step[]): Known;
}

/** Checks every value of a step of one kind where it stands; returns what is known about its output. */
export type StepCheck<S extends Step> = (step: S, place: StepPlace) => Known;
