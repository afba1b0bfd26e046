import type { Json, JsonObject } from '#flows/language/json.ts';

/** What the form of a kind of step takes. */
export interface KindFormProps {
  /** As its author wrote it. */
  step: JsonObject;
  /** Sets a field of the step; undefined takes it out. */
  onset: (field: readonly (string | number)[], value: Json | undefined) => void;
}
