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

/**
 * What lies apart in an item of each kind, packed or set later and never packed: conditions, filters and sums may name
 * nothing else.
 */
export const apart = {
  run: ['status', 'flow', 'startedAt', 'lease', 'tied', 'failing', 'granted', 'starts', 'data'],
  effect: ['status', 'token', 'claimedUntil', 'child', 'wait', 'taskToken', 'by'],
  verdict: ['outcome'],
} as const;

/** A kind of item that is packed. */
export type PackedKind = keyof typeof apart;

/** Attributes of a kind of item that conditions may name; of one that is not packed any. */
export type Named<K extends PackedKind | 'plain'> = K extends PackedKind ? (typeof apart)[K][number] : string;

declare const kind: unique symbol;

/** Where an item lies. */
export interface Place {
  pk: string;
  sk: string;
}

/** Where an item lies that conditions see as one of its kind. */
export interface Key<K extends PackedKind | 'plain' = 'plain'> extends Place {
  readonly [kind]?: K;
}

/** An item that is written. */
export type Item<K extends PackedKind | 'plain' = 'plain'> = Key<K> | (Key<K> & Record<string, unknown>);
