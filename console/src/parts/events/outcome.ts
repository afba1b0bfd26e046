import type { Answer } from '../../api/client.ts';

export type Verdict = Answer<'listEvents'>['items'][number];
export type Outcome = Verdict['outcome'];

export const outcomes: Outcome[] = ['started', 'answered', 'rejected', 'duplicate', 'failed', 'unmatched'];
