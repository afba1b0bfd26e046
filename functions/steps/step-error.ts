import type { TaskError } from '#flows/compiler/task-payload.ts';
import type { ConnectorErrorClass } from '#flows/connectors/connector-error.ts';

/** A failure of a step as the state machine is told of it (`TaskError` of flows/compiler/task-payload.ts). */
export class StepError extends Error {
  /** The sentence for people. */
  readonly says: string;

  constructor(name: ConnectorErrorClass | 'Millrace.Again', message: string, step: string) {
    super(JSON.stringify({ message, step } satisfies TaskError));
    this.name = name;
    this.says = message;
    // Lambda would send the stack along.
    this.stack = '';
  }
}
