import { AwsError } from '../aws-error.ts';
import { callOperation, type Operations } from '../call-operation.ts';

/** What handlers use of an SDK client. */
export interface InProcessClient {
  // The SDK's own `send` is overloaded per command; this one signature fits them all.
  send(command: { input: object }): Promise<never>;
  destroy(): void;
}

/**
 * A client that answers SDK commands by calling the service in this process: no HTTP, the same shapes and errors. The
 * service gets its own copy of the input, so that nobody shares an object with it.
 */
export function inProcessClient(operations: object): InProcessClient {
  const known = operations as Operations;
  return {
    async send(command) {
      const name = command.constructor.name.replace(/Command$/, '');
      try {
        const output = await callOperation(known, name, copy(command.input) as object);
        return { ...output, $metadata: metadata(200) } as never;
      } catch (error) {
        throw sdkError(error);
      }
    },
    destroy() {},
  };
}

/** The error as an SDK client throws it: `$fault` and `$metadata` beside its name, so that `instanceof` knows it too. */
function sdkError(error: unknown): unknown {
  if (!(error instanceof AwsError)) return error;
  return Object.assign(error, error.members, {
    $fault: error.status < 500 ? 'client' : 'server',
    $metadata: metadata(error.status),
  });
}

function metadata(httpStatusCode: number) {
  return { httpStatusCode, attempts: 1, totalRetryDelay: 0 };
}

/** Plain objects and lists are copied, bytes and dates too; streams and the like are handed on. */
function copy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copy);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value instanceof Date) return new Date(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) result[key] = copy((value as Record<string, unknown>)[key]);
  return result;
}
