import { AppError } from '#functions/middleware/app-error.ts';

/** What a list reads at a time: 50 unless the caller says otherwise. AppError 400 for a cursor that no page gave. */
export function pageOf({ limit, cursor }: { limit?: number | undefined; cursor?: string | undefined }): {
  limit: number;
  cursor?: string;
} {
  if (cursor === undefined) return { limit: limit ?? 50 };
  const isOurs = cursor !== '' && Buffer.from(cursor, 'base64url').toString('base64url') === cursor;
  if (!isOurs) throw new AppError(400, 'badCursor', { field: 'query.cursor' });
  return { limit: limit ?? 50, cursor };
}
