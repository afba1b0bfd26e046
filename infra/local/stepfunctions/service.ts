import type { Executions } from './executions.ts';
import type { Ground } from './ground.ts';

/** What the operations share. */
export interface Service extends Ground {
  executions: Executions;
}
