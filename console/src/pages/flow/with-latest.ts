import type { Answer } from '../../api/client.ts';

export type FlowDetail = Answer<'getFlow'>;

/**
 * What a page knows of a flow after an answer of the server came. An older answer is dropped. The text and its revision
 * stay: what others saved is taken in by merging it.
 */
export function withLatest(saved: FlowDetail, latest: FlowDetail): FlowDetail {
  if (latest.revision < saved.revision) return saved;
  return { ...latest, source: saved.source, revision: saved.revision };
}
