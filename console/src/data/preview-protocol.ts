import type { Calendar } from '#flows/language/calendar.ts';
import type { Json } from '#flows/language/json.ts';

/** A text with expressions, and the variables that they name. */
export interface PreviewRequest {
  turn: number;
  text: string;
  variables: Record<string, Json>;
  calendar: Calendar;
  /** Milliseconds since 1970. */
  now: number;
}

/** What the text becomes; `value` is absent when it becomes nothing. */
export type PreviewAnswer = { turn: number } & ({ value?: Json } | { failed: string });
