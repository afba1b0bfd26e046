/** Where something stands in the author's text: 1-based line and column, 0-based offset. */
export interface Position {
  line: number;
  column: number;
  offset: number;
  endLine: number;
  endColumn: number;
  endOffset: number;
}

/** The way from the document's root to a value, such as `['steps', 0, 'with', 'text']`. */
export type Pointer = readonly (string | number)[];

/**
 * One finding about a flow. `code` names a heading of problems.md; `params` fill the holes of its text.
 * `step` is the id of the step concerned, `field` the place inside it (`with.text`, `if.all[0].left`).
 */
export interface Problem {
  code: string;
  severity: 'error' | 'warning' | 'info';
  params: Record<string, string | number>;
  pointer: Pointer;
  position?: Position;
  step?: string;
  field?: string;
}
