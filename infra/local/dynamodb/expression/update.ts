import type { Value } from '../values/attribute-value.ts';
import type { Path } from './document-path.ts';

/** What SET computes. */
export type SetOperand =
  | { path: Path }
  | { value: Value }
  | { function: 'if_not_exists'; path: Path; otherwise: SetOperand }
  | { function: 'list_append'; operands: [SetOperand, SetOperand] }
  | { sum: '+' | '-'; operands: [SetOperand, SetOperand] };

/** One change of an item. */
export type UpdateAction =
  | { action: 'SET'; path: Path; to: SetOperand }
  | { action: 'REMOVE'; path: Path }
  | { action: 'ADD' | 'DELETE'; path: Path; value: Value };
