import type { Key } from '#functions/store/table/table-shape.ts';

/** Something in a data folder that should not be so. */
export type Finding =
  /** A data file that SQLite cannot read throughout. */
  | { kind: 'damagedFile'; file: string; says: string }
  /** A running execution whose journal cannot be read from an event on; it goes on from before that. */
  | { kind: 'damagedJournal'; execution: number; name: string }
  /** An open run that nothing will carry out: no execution, and no message that would start one. */
  | { kind: 'runWithoutExecution'; run: string; flow: string }
  /** An open run whose execution has ended, with nothing under way that tells of it. */
  | { kind: 'endUntold'; run: string; flow: string; execution: number }
  /** An open run that is long past its deadline. */
  | { kind: 'overdue'; run: string; flow: string }
  /** A running execution whose run has ended, or never was. */
  | { kind: 'executionWithoutRun'; execution: number; name: string }
  /** An action of an ended run whose outcome nobody will tell any more. */
  | { kind: 'claimedForEver'; run: string; step: string; key: Key<'effect'>; token: string }
  /** What hangs on the end of a run has not been done for long. */
  | { kind: 'followUpLate'; run: string; at: string }
  /** A run that holds a place of a gate although it has ended, or is gone. */
  | { kind: 'placeHeld'; run: string; gate: string }
  /** A place in the line before a gate whose run has ended, or is gone. */
  | { kind: 'placeOfNobody'; run: string; gate: string; line: string }
  /** A run that waits its turn, and has no place in the line. */
  | { kind: 'placeLost'; run: string; flow: string }
  /** A wish for an event whose run has ended, or is gone. */
  | { kind: 'waitOfNobody'; run: string; step: string; key: Key }
  /** A wish for an event whose run goes on without it. */
  | { kind: 'waitUnheard'; run: string; step: string; key: Key }
  /** A step that waits for an answer which no called run and no event will give. */
  | { kind: 'stepUnanswered'; run: string; step: string; path: string }
  | { kind: 'deadLetters'; queue: string; count: number };

/** What a look into a data folder found. */
export interface Examination {
  /** Bytes of each file; the folder of objects counts as one. */
  sizes: Record<string, number>;
  counts: {
    flows: number;
    runs: Record<string, number>;
    effects: Record<string, number>;
    executions: Record<string, number>;
    messages: Record<string, number>;
    schedules: number;
    /** `followUps`, runs `underWay` and `inLine` of flows that limit them, steps that wait for `events` and `calls`. */
    waiting: Record<string, number>;
  };
  findings: Finding[];
}

/** An examination after repairs: what was repaired is no longer among the findings. */
export interface Treatment extends Examination {
  repaired: Finding[];
}
