import type { Json } from '#flows/language/json.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import type { Variable } from './variables.ts';

/** Where a value comes from: a run, one that a person pinned, or the example of the connector. */
export type Origin = 'run' | 'pin' | 'sample';

/** A value that data once had. */
export interface KnownValue {
  value: Json;
  from: Origin;
}

/** Something that expressions of a field may name. */
export interface DataSource {
  /** Name of the variable without its sign. */
  name: string;
  kind: Variable['kind'];
  /** What the reader calls it. */
  title: string;
  schema: JsonSchema;
  known: KnownValue | undefined;
}

/** What a field sees: the data that may stand in it. */
export interface DataScope {
  /** In the order of the flow, what every field sees last. */
  sources: readonly DataSource[];
  /** Titles of the steps that there are, seen or not, by their ids. */
  steps: ReadonlyMap<string, string>;
  /** Of the workspace: dates are written for its clocks. */
  timeZone: string;
}

/** The source of a name; undefined when the field does not see it. */
export function sourceOf({ sources }: DataScope, name: string): DataSource | undefined {
  return sources.find((source) => source.name === name);
}
