import type { Json } from '#flows/language/json.ts';
import type { TrialAnswer } from '#flows/trial/trial-answer.ts';

/** What a person set for the dry runs of a flow. */
export interface KeptTrial {
  /** The event that was written by hand, as JSON text. */
  own?: string;
  /** What steps answer, by their ids. */
  chosen: Record<string, TrialAnswer>;
}

/** The browser's store; it throws where a person let pages keep nothing. */
type Store = () => Pick<Storage, 'getItem' | 'setItem'>;

const key = (flow: string) => `millrace.trial.${flow}`;

/** What was kept in this browser; nothing when it cannot be read. */
export function readKept(store: Store, flow: string): KeptTrial {
  try {
    const kept = JSON.parse(store().getItem(key(flow)) ?? '{}') as Partial<KeptTrial>;
    return { chosen: kept.chosen ?? {}, ...(typeof kept.own === 'string' && { own: kept.own }) };
  } catch {
    return { chosen: {} };
  }
}

/** The event that a text says, an empty one where nothing is written; undefined when it is no JSON. */
export function writtenEvent(text: string): Json | undefined {
  try {
    return text.trim() ? (JSON.parse(text) as Json) : {};
  } catch {
    return undefined;
  }
}

/** Keeps it in this browser, if there is room. */
export function keep(store: Store, flow: string, kept: KeptTrial): void {
  try {
    store().setItem(key(flow), JSON.stringify(kept));
  } catch {
    // No store, or a full one, is no reason not to go on.
  }
}
