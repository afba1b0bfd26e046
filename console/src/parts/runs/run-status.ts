import type { Answer } from '../../api/client.ts';

export type RunSummary = Answer<'listRuns'>['items'][number];
export type RunStatus = RunSummary['status'];

export const runStatuses: RunStatus[] = ['running', 'succeeded', 'failed', 'timedOut', 'stopped', 'queued'];

/** Whether the run may still change. */
export function underWay(status: RunStatus): boolean {
  return status === 'queued' || status === 'running';
}
