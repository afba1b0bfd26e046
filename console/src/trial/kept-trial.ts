import type { TrialAnswer } from '#flows/trial/trial-answer.ts';

/** What a person set for the dry runs of a flow. */
export interface KeptTrial {
  /** The event that was written by hand, as JSON text. */
  own?: string;
  /** What steps answer, by their ids. */
  chosen: Record<string, TrialAnswer>;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const key = (flow: string) => `millrace.trial.${flow}`;

/** What was kept in this browser; nothing when it cannot be read. */
export function readKept(store: Store, flow: string): KeptTrial {
  try {
    const kept = JSON.parse(store.getItem(key(flow)) ?? '{}') as Partial<KeptTrial>;
    return { chosen: kept.chosen ?? {}, ...(typeof kept.own === 'string' && { own: kept.own }) };
  } catch {
    return { chosen: {} };
  }
}

/** Keeps it in this browser, if there is room. */
export function keep(store: Store, flow: string, kept: KeptTrial): void {
  try {
    store.setItem(key(flow), JSON.stringify(kept));
  } catch {
    // A full store is no reason not to go on.
  }
}
