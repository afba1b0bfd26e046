/**
 * The one table, as data for whoever creates it. Every item has `pk` and `sk`; both indexes are sparse.
 *
 * `list`: runs and verdicts of one flow, hour and shard by time. `open`: runs that have not ended by deadline, and runs
 * that did not succeed by time.
 */
export const tableShape = {
  key: { partition: 'pk', sort: 'sk' },
  /** Seconds since 1970 after which the item may go. */
  expiry: 'expiresAt',
  indexes: {
    list: { partition: 'listPk', sort: 'listSk' },
    open: { partition: 'openPk', sort: 'openSk' },
  },
  /** What both indexes carry beside the keys: all that a row of a list shows, and what lists are filtered by. */
  projected: ['packed', 'ended', 'flow', 'startedAt', 'status', 'outcome'],
} as const;

/** Name of an index. */
export type IndexName = keyof typeof tableShape.indexes;

export interface Key {
  pk: string;
  sk: string;
}

/** Whatever has a key. */
export type Item = Key | (Key & Record<string, unknown>);
