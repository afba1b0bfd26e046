import type { CompileOptions } from '#flows/compiler/compile.ts';
import { type Compilation, compileText } from '#flows/compiler/compile-text.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { evaluate } from '#flows/expression/evaluate.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import { type History, type HistoryRequest, historyOf } from '#flows/history/history-of.ts';

/** Where the functions evaluate and compile what others wrote, and run it once more to show what it did. */
export interface Workshop {
  /** As the engine's evaluate does; flows take turns. */
  evaluate(flow: string, ...evaluation: Parameters<Evaluate>): ReturnType<Evaluate>;
  /** What a text means; undefined when that takes too long to find out. */
  compile(
    source: string,
    format: 'yaml' | 'json',
    options: Omit<CompileOptions, 'catalogue'>,
  ): Promise<Compilation | undefined>;
  /** The steps of a run; undefined when they take too long to work out. */
  history(flow: string, request: HistoryRequest): Promise<History | undefined>;
}

/** In the function itself, whose own time is the limit. */
let workshop: Workshop = {
  evaluate: (_flow, ...evaluation) => evaluate(...evaluation),
  compile: async (source, format, options) => compileText(source, format, { ...options, catalogue }),
  history: (_flow, request) => historyOf(request),
};

let apart = false;

/** Puts a workshop in the place of the function itself, in a process that has more to do than one call. */
export function provideWorkshop(provided: Workshop): void {
  workshop = provided;
  apart = true;
}

/** Whether other work goes on while an expression is evaluated. */
export function evaluatesApart(): boolean {
  return apart;
}

/** Evaluates expressions of one flow. */
export function evaluatorOf(flow: string): Evaluate {
  return (...evaluation) => workshop.evaluate(flow, ...evaluation);
}

/** Compiles the text of a flow; undefined when that takes too long. */
export const compileApart: Workshop['compile'] = (...text) => workshop.compile(...text);

/** What a run of a flow did; undefined when that takes too long to work out. */
export const historyApart: Workshop['history'] = (...request) => workshop.history(...request);
