import type { Answer } from '../../api/client.ts';

/** One firing of a schedule that is to come. */
export type Firing = Answer<'upcoming'>['items'][number];
