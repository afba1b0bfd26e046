import type { Clock } from '../clock.ts';
import type { Timers } from '../timers.ts';
import type { HandlerAnswer } from './run-handler.ts';

/** What the operations of the embedded Lambda share. */
export interface LambdaService {
  clock: Clock;
  timers: Timers;
  report: (sentence: string) => void;
  /** Takes a name or an ARN and the event as `runHandler` does; throws ResourceNotFoundException. */
  run(nameOrArn: string, payload: string | object): Promise<HandlerAnswer>;
}
