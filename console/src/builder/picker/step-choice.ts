import type { Step } from '#flows/language/flow.ts';

/** Kinds of steps that a person puts in by themselves; actions come by their operation. */
export type PlainKind = Exclude<Step['kind'], 'action'>;

/** Something that can become a step. */
export interface StepChoice {
  /** `jira.createIssue`, or the kind. */
  id: string;
  what: { kind: 'action'; use: string } | { kind: PlainKind };
  title: string;
  /** One sentence. */
  about: string;
  /** Under which heading it stands. */
  group: string;
  /** What it is found by, beside the title: its names in both languages. */
  words: string[];
}
