import type { CompileOptions } from '#flows/compiler/compile.ts';
import type { Compilation } from '#flows/compiler/compile-text.ts';
import type { History, HistoryRequest } from '#flows/history/history-of.ts';
import type { Json } from '#flows/language/json.ts';
import type { Diagnostic } from '../stepfunctions/definition/diagnostic.ts';
import type { MachineType } from '../stepfunctions/machines.ts';

/** An expression to be evaluated apart. */
export interface EvaluateJob {
  kind: 'evaluate';
  source: string;
  bindings: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  now: number;
  /** Of its random numbers. */
  seed: readonly [number, number, number, number];
  /** Units of work that it may use, and after how many of them it is to go on elsewhere. */
  most: number;
  slice: number;
}

/** A text to be compiled apart, with the connectors that there are. */
export interface CompileJob {
  kind: 'compile';
  source: string;
  format: 'yaml' | 'json';
  options: Omit<CompileOptions, 'catalogue'>;
}

/** A run whose steps are to be worked out apart. */
export interface HistoryJob {
  kind: 'history';
  request: HistoryRequest;
}

/** A definition of a state machine that is to be checked apart. */
export interface DiagnoseJob {
  kind: 'diagnose';
  definition: string;
  type: MachineType;
}

export type Job = EvaluateJob | CompileJob | HistoryJob | DiagnoseJob;

/** How an evaluation ended: `more` when its slice was not enough. `work` is what it used. */
export type Evaluated = { work: number } & (
  | { value: Json | undefined }
  | { error: { code: string; message: string; position: number | undefined } }
  | { more: true }
);

export type Answer =
  | Evaluated
  | Compilation
  | History
  | { problems: Diagnostic[] }
  | { refused: { name: string; message: string } };

/** What a worker tells its lane: that it has begun a job, or the answer. */
export type Told = { id: number; answer?: Answer };
