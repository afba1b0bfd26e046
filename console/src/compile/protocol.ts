import type { CostEstimate } from '#flows/compiler/compiled.ts';
import type { Command, Edit, Refusal } from '#flows/editing/command.ts';
import type { Merged } from '#flows/editing/merge.ts';
import type { Side } from '#flows/editing/merge-values.ts';
import type { NameUse } from '#flows/editing/use-lost.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';

/** What the compiler has to know of the workspace beside the text. */
export interface Surroundings {
  /** Undefined where connections are not to be looked up. */
  connections: { name: string; connector: string }[] | undefined;
  /** Undefined where called flows are not to be looked up. */
  flows: Record<string, boolean> | undefined;
  calendar: Calendar;
}

export type CompilerRequest = CompileRequest | EditRequest | MergeRequest | NamesRequest | StepsRequest;
export type CompilerAnswer = Compiled | Edited | MergedTexts | NamesUsed | StepsText;

export interface CompileRequest {
  turn: number;
  do: 'compile';
  source: string;
  format: 'yaml' | 'json';
  surroundings: Surroundings;
}

/** A command to be done to a text. */
export interface EditRequest {
  turn: number;
  do: 'edit';
  source: string;
  format: 'yaml' | 'json';
  command: Command;
}

/** Whose side is taken in each conflict, by `conflictKey`. */
export type Sides = Readonly<Record<string, Side>>;

/** What two people made of a text, to be merged. */
export interface MergeRequest {
  turn: number;
  do: 'merge';
  base: string;
  mine: string;
  theirs: string;
  format: 'yaml' | 'json';
  sides: Sides;
}

export interface MergedTexts {
  turn: number;
  merged: Merged;
}

/** Steps of a text, to be put elsewhere. */
export interface StepsRequest {
  turn: number;
  do: 'steps';
  source: string;
  format: 'yaml' | 'json';
  ids: readonly string[];
}

export interface StepsText {
  turn: number;
  /** A YAML list of the steps. */
  steps: string;
}

/** Which names the steps of a text use. */
export interface NamesRequest {
  turn: number;
  do: 'names';
  source: string;
  format: 'yaml' | 'json';
}

export interface NamesUsed {
  turn: number;
  uses: NameUse[];
}

/** Where a step is: its first character in the text, its path in the document. `$trigger` stands for the trigger. */
export interface StepPlace {
  id: string;
  offset: number;
  pointer: Pointer;
}

/** A text as it is read, without a judgement. */
export interface Read {
  /** Absent when the text has no meaning as a flow. */
  flow: Flow | undefined;
  /** The document as it is written; absent when it is no YAML or JSON. */
  written: JsonObject | undefined;
  places: StepPlace[];
}

export interface Edited {
  turn: number;
  edit: Omit<Edit, 'source'> | Refusal;
  /** The new text; absent when the command was refused. */
  read?: Read;
}

export interface Compiled extends Read {
  turn: number;
  problems: Problem[];
  /** A `$trigger` with the fields that the flow reads; absent when it cannot be read. */
  sample: JsonObject | undefined;
  /** Absent when a finding is an error. */
  result: { type: 'EXPRESS' | 'STANDARD'; deadline: number; cost: CostEstimate } | undefined;
}
