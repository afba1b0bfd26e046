import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { GroupCommit } from '../storage/group-commit.ts';
import type { RequestTokens } from './request-tokens.ts';
import type { Tables } from './tables/tables.ts';
import type { Unsettled } from './unsettled.ts';

/** What the operations work with. */
export interface Dynamo {
  tables: Tables;
  commit: GroupCommit;
  unsettled: Unsettled;
  tokens: RequestTokens;
  clock: Clock;
}

/**
 * Carries out one write in the next commit and answers once it lasts. What `work` throws before it has written anything
 * is the answer of this write alone; `places` are those that readers find it at.
 */
export function inWave<T>(
  { commit, unsettled }: Dynamo,
  work: () => { answer: T; places: readonly string[] },
  committed?: () => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  let outcome: { answer: T; places: readonly string[] } | { error: unknown };
  let settle: (() => void) | undefined;
  commit.add({
    run() {
      try {
        outcome = work();
      } catch (error) {
        // Anything else has left the transaction in an unknown state.
        if (!(error instanceof AwsError)) throw error;
        outcome = { error };
      }
    },
    written() {
      if (!('answer' in outcome)) return;
      committed?.();
      settle = unsettled.hold(outcome.places);
    },
    durable() {
      settle?.();
      if ('answer' in outcome) resolve(outcome.answer);
      else reject(outcome.error);
    },
    refuse(error) {
      reject(new AwsError('InternalServerError', `The write could not be kept: ${(error as Error).message}`, 500));
    },
  });
  return promise;
}
