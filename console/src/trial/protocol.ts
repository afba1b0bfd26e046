import type { JudgedCondition } from '#flows/compiler/trigger/verdict.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import type { Language } from '#flows/text/language.ts';
import type { DryRun } from '#flows/trial/dry-run.ts';
import type { KnownAnswers } from '#flows/trial/trial-answer.ts';
import type { RunStep } from '../drawing/step-state.ts';

/** A text that is to be played, what begins it, and what its steps answer. */
export interface TrialRequest {
  source: string;
  format: 'yaml' | 'json';
  calendar: Calendar;
  language: Language;
  trigger: Json;
  env: Record<string, string>;
  chosen: KnownAnswers['chosen'];
  pins: KnownAnswers['pins'];
  /** Milliseconds since 1970 at which the run begins. */
  now: number;
}

/** A dry run in the language of who looks at it. */
export interface Trial extends Pick<DryRun, 'status' | 'startedAt' | 'endedAt' | 'output' | 'sources' | 'cut'> {
  /** The flow that was played, as it was then. */
  flow: Flow;
  error?: { code: string; message: string; step?: string; help?: string };
  steps: RunStep[];
  /** What the conditions of the trigger say about the event; undefined when there are none. */
  judgement?: { result: boolean; conditions: JudgedCondition[] };
}
