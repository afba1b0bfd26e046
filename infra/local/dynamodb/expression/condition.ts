import type { Value } from '../values/attribute-value.ts';
import type { Path } from './document-path.ts';

/** What a comparison or function looks at. */
export type Operand = { path: Path } | { value: Value } | { size: Operand };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type ConditionFunction =
  | 'attribute_exists'
  | 'attribute_not_exists'
  | 'attribute_type'
  | 'begins_with'
  | 'contains';

/** A condition, filter or key condition. */
export type Condition =
  | { op: 'AND' | 'OR'; sides: [Condition, Condition] }
  | { op: 'NOT'; of: Condition }
  | { op: Comparator | 'BETWEEN' | 'IN' | ConditionFunction; operands: Operand[] };
