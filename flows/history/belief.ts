/**
 * What a replay takes for true where records leave a doubt. Times of records are those of calls: the machine heard of
 * their ends a moment later, and not always in the same order.
 */
export interface Belief {
  /** Calls (`path count`) whose answer the machine heard no earlier than this, in milliseconds since 1970. */
  notBefore: ReadonlyMap<string, number>;
  /** Calls whose answer came when the machine no longer listened. */
  unheard: ReadonlySet<string>;
  /** Calls whose failure was lost on its way, so that they were made again whatever their plan says. */
  lost: ReadonlySet<string>;
  /** Paths of actions that succeeded although nobody could write down how. */
  unwritten: ReadonlySet<string>;
}

/** What is believed at first: that records tell all. */
export const plainBelief: Belief = { notBefore: new Map(), unheard: new Set(), lost: new Set(), unwritten: new Set() };
