import { nearest } from '#flows/language/nearest.ts';
import { ApiError } from '#functions/contract/api-error.ts';
import type { Client } from '#functions/contract/client.ts';
import { everyPage } from '#functions/contract/every-page.ts';
import { CliError } from './cli-error.ts';

/** Throws CliError, with the id that was likely meant, when there is no flow of this id: nothing can be found of it. */
export async function mustKnowFlow(id: string, api: Client): Promise<void> {
  try {
    await api.getFlow({ params: { id } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
    const flows = await everyPage((cursor) => api.listFlows({ query: { limit: 200, cursor } }));
    const meant = nearest(
      id,
      flows.map((flow) => flow.id),
    );
    throw meant === undefined ? new CliError('noFlow', { id }) : new CliError('noFlowNear', { id, meant });
  }
}
