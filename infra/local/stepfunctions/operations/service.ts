import type { Executions } from '../executions.ts';
import type { Ground } from '../ground.ts';
import type { Invoke } from '../run-task.ts';

/** What the operations share. */
export interface Service extends Ground {
  executions: Executions;
  invoke: Invoke;
}
