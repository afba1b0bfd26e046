import type { TaskError } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';

/** Characters of an error's sentence. */
const longest = 2000;

/**
 * A failure as Step Functions is told of it: the class is the error's name, and the message is JSON that the state
 * machine reads (`TaskError`).
 */
export class TaskFailure extends Error {
  /** The sentence for people. */
  readonly says: string;

  constructor(name: string, says: string, step: string, retryAfter: number | undefined) {
    const sentence = says.length <= longest ? says : `${says.slice(0, longest)}…`;
    super(JSON.stringify({ message: sentence, step, retryAfter } satisfies TaskError));
    this.name = name;
    this.says = sentence;
    // Lambda would send the stack along.
    this.stack = '';
  }
}

/** The failure that an error means for the state machine; what is not a ConnectorError is Internal or Unavailable. */
export function taskError(error: unknown, step: string, redact = (text: string) => text): TaskFailure {
  if (error instanceof TaskFailure) return error;
  if (error instanceof ConnectorError) {
    return new TaskFailure(error.class, redact(error.message), step, error.retryAfter);
  }
  const { name, message } = error as Error;
  // The SDK marks failures of AWS itself; those pass.
  const passes = typeof error === 'object' && error !== null && '$metadata' in error;
  return new TaskFailure(passes ? 'Unavailable' : 'Internal', redact(`${name}: ${message}`), step, undefined);
}
