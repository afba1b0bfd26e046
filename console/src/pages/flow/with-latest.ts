import type { Answer } from '../../api/client.ts';

export type FlowDetail = Answer<'getFlow'>;

export interface Edited {
  saved: FlowDetail;
  text: string;
}

/**
 * What is edited after an answer of the server came. An older answer is dropped. Typed text stays, and stays based on
 * the revision it was begun with, so that saving it over somebody else's text is noticed.
 */
export function withLatest({ saved, text }: Edited, latest: FlowDetail): Edited {
  if (latest.revision < saved.revision) return { saved, text };
  if (text === saved.source) return { saved: latest, text: latest.source };
  return { saved: { ...latest, source: saved.source, revision: saved.revision }, text };
}
