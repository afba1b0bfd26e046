import type { Json, JsonObject } from '#flows/language/json.ts';

/** What the form of a kind of step takes. */
export interface KindFormProps {
  /** As its author wrote it. */
  step: JsonObject;
  /** Sets a field of the step; undefined takes it out. */
  onset: (field: readonly (string | number)[], value: Json | undefined) => void;
  /** Gives an entry of a map in the step another name, such as a case. */
  onrename: (field: readonly (string | number)[], to: string) => void;
}
