import type { TaskError } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Failure, Sentence, SentenceValue } from '#flows/text/failure.ts';

/** Characters of an error's sentence, and of one value in it. */
const longest = 2000;
const longestValue = 1000;

/**
 * A failure as Step Functions is told of it: the class is the error's name, and the message is JSON that the state
 * machine reads (`TaskError`).
 */
export class TaskFailure extends Error {
  /** What the effect record keeps. */
  readonly failure: Failure;

  constructor(failure: Failure, step: string, retryAfter: number | undefined) {
    super(JSON.stringify({ message: failure.message, step, retryAfter } satisfies TaskError));
    this.name = failure.code;
    this.failure = failure;
    // Lambda would send the stack along.
    this.stack = '';
  }
}

/** The failure that an error means for the state machine; what is not a ConnectorError is Internal or Unavailable. */
export function taskError(error: unknown, step: string, redact = (text: string) => text): TaskFailure {
  if (error instanceof TaskFailure) return error;
  if (error instanceof ConnectorError) return new TaskFailure(shown(error.failure, redact), step, error.retryAfter);
  const { name, message } = error as Error;
  // The SDK marks failures of AWS itself; those pass.
  const passes = typeof error === 'object' && error !== null && '$metadata' in error;
  const failure = { code: passes ? 'Unavailable' : 'Internal', message: `${name}: ${message}` };
  return new TaskFailure(shown(failure, redact), step, undefined);
}

/** The failure with its secrets hidden, and not too long. */
function shown({ code, message, sentence }: Failure, redact: (text: string) => string): Failure {
  const short = (text: string, most: number) => {
    const safe = redact(text);
    return safe.length <= most ? safe : `${safe.slice(0, most)}…`;
  };
  return { code, message: short(message, longest), ...(sentence && { sentence: shownSentence(sentence) }) };

  function shownSentence({ id, params }: Sentence): Sentence {
    if (!params) return { id };
    return { id, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shownValue(value)])) };
  }

  function shownValue(value: SentenceValue): SentenceValue {
    if (typeof value === 'number') return value;
    if (typeof value === 'string') return short(value, longestValue);
    if ('id' in value) return shownSentence(value);
    return { en: short(value.en, longestValue), zh: short(value.zh, longestValue) };
  }
}
