import { AppError } from '#functions/middleware/app-error.ts';
import type { FlowHead } from '#functions/store/flow.ts';

/** The refusal for whoever looked at a text that somebody has saved anew; `revision` is theirs, 0 for a new flow. */
export function savedMeanwhile({ id, updatedBy, updatedAt, revision: latest }: FlowHead, revision: number): AppError {
  const params = { id, by: updatedBy, at: updatedAt, latest, revision };
  return new AppError(409, revision === 0 ? 'flowExists' : 'flowSaved', { params });
}
