import type { Flow } from '#flows/language/flow.ts';
import type { Problem } from '#flows/language/problem.ts';
import { checkLimits } from './check-limits.ts';
import { checkNames } from './check-names.ts';
import { checkOperations } from './check-operations.ts';
import { checkSchedule } from './check-schedule.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkSelfTrigger } from './check-self-trigger.ts';
import { checkSteps } from './check-steps.ts';
import { checkStops } from './check-stops.ts';
import { checkStructure } from './check-structure.ts';
import { checkTrigger } from './check-trigger.ts';
import { beginChecking, type CheckContext } from './checking.ts';
import { stepScope } from './scope.ts';

/**
 * Everything that can be said about a parsed flow before it runs, in the order of its text. Connections are looked up
 * only when `connections` is given: a flow may be saved before they exist, but not published.
 */
export function checkFlow(flow: Flow, context: CheckContext): Problem[] {
  const checking = beginChecking(flow, context);
  checkNames(checking);
  checkOperations(checking);
  checkStructure(checking);
  checkStops(checking);
  checkLimits(checking);
  checkSchedule(checking);
  checkSelfTrigger(checking);
  checkSecrets(checking);
  const trigger = checkTrigger(checking);
  checkSteps(checking, flow.steps, stepScope(trigger, checking));
  return checking.problems.sort((a, b) => (a.position?.offset ?? 0) - (b.position?.offset ?? 0));
}
