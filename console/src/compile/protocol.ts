import type { CostEstimate } from '#flows/compiler/compiled.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Problem } from '#flows/language/problem.ts';

/** What the compiler has to know of the workspace beside the text. */
export interface Surroundings {
  /** Undefined where connections are not to be looked up. */
  connections: { name: string; connector: string }[] | undefined;
  calendar: Calendar;
}

export interface CompileRequest {
  turn: number;
  source: string;
  format: 'yaml' | 'json';
  surroundings: Surroundings;
}

/** Where a step begins in the text; `$trigger` stands for the trigger. */
export interface StepPlace {
  id: string;
  offset: number;
}

export interface Compiled {
  turn: number;
  /** Absent when the text has no meaning as a flow. */
  flow: Flow | undefined;
  problems: Problem[];
  /** A `$trigger` with the fields that the flow reads; absent when it cannot be read. */
  sample: JsonObject | undefined;
  places: StepPlace[];
  /** Absent when a finding is an error. */
  result: { type: 'EXPRESS' | 'STANDARD'; deadline: number; cost: CostEstimate } | undefined;
}
