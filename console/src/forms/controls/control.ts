import type { Json } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Input, InputKind } from '../input-of.ts';
import type { JsonSchema } from '../json-schema.ts';

/** What every control of a value takes. */
export interface ControlProps<K extends InputKind = InputKind> {
  /** For the element that is typed or chosen in. */
  control: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': 'true' | undefined };
  label: string;
  input: Extract<Input, { kind: K }>;
  /** Holds what references of schemas name. */
  root: JsonSchema;
  value: Json | undefined;
  path: Pointer;
  /** What holds when nothing is given. */
  placeholder?: string | undefined;
  oninput: (value: Json | undefined) => void;
}
