import type { Condition, Step, Value } from '#flows/language/flow.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import type { Place } from '../source/locate.ts';
import { collectProblems, type Report } from '../source/problem-list.ts';

/** A document being read: where findings go, and what has no meaning in it. */
export interface Reading {
  report: Report;
  /** Notes that what stands at the pointer has no meaning: a finding says why, and the flow is not whole. */
  lose(pointer: Pointer): void;
  /** The same of what has a part without a meaning that a flow is whole without. */
  leaveOut(pointer: Pointer): void;
}

/** What came of reading. */
export interface Found {
  problems: Problem[];
  /** Places without a meaning. */
  lost: Pointer[];
  whole: boolean;
}

/** Begins to read; `found` fills with what comes of it. */
export function beginReading(place: Place): { reading: Reading; found: Found } {
  const { problems, report } = collectProblems(place);
  const found: Found = { problems, lost: [], whole: true };
  const leaveOut = (pointer: Pointer) => {
    found.lost.push(pointer);
  };
  const lose = (pointer: Pointer) => {
    leaveOut(pointer);
    found.whole = false;
  };
  return { reading: { report, lose, leaveOut }, found };
}

type Anything = Extract<Value, { kind: 'expression' }> & Extract<Condition, { kind: 'expression' }>;

/** Stands for a value or a condition without a meaning: an expression in which nothing is written may be anything. */
export function anyValue(pointer: Pointer): Anything {
  return { kind: 'expression', expression: { source: '', start: 0, pointer }, pointer };
}

/** Stands for a step without a meaning, of which steps inside could be read. */
export function anyStep(id: string, inside: Step[], pointer: Pointer): Step {
  // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
  return { kind: 'if', id, condition: anyValue(pointer), then: inside, else: [], pointer };
}
