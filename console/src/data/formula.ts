/** A name of a field, or the place of an item in a list: 0 is the first, -1 the last. */
export type Key = string | number;

/** What is done with a value before it is used. */
export type Change =
  | { do: 'first' | 'last' | 'count' | 'sum' | 'upper' | 'lower' | 'trim' }
  /** Fields of what came before. */
  | { do: 'field'; keys: Key[] }
  /** The items of a list of which a field has a value. */
  | { do: 'where'; key: string; value: Scalar }
  | { do: 'join'; between: string }
  /** A time as clocks in a zone show it, in a picture of XPath: `[Y0001]-[M01]-[D01]`. */
  | { do: 'date'; zone: string; picture: string }
  /** A number in a picture of XPath: `#,##0.00`. */
  | { do: 'number'; picture: string }
  /** What stands in for a value that is missing or null. */
  | { do: 'default'; value: Scalar };

export type Scalar = string | number | boolean;

/**
 * A use of data that can be said in words: a variable, the way into it and what is done with the value. Keys that
 * follow the variable belong to `keys`, not to a change of their own.
 */
export interface Formula {
  /** Name of the variable without its sign: `trigger`, the id of a step, an item of a loop. */
  source: string;
  keys: Key[];
  changes: Change[];
}
