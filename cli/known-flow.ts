import { nearest } from '#flows/language/nearest.ts';
import type { Api } from './api.ts';
import { CliError, ServerError } from './cli-error.ts';
import { everyPage } from './every-page.ts';

/** Throws CliError, with the id that was likely meant, when there is no flow of this id: nothing can be found of it. */
export async function mustKnowFlow(id: string, api: Api): Promise<void> {
  try {
    await api('getFlow', { params: { id } });
  } catch (error) {
    if (!(error instanceof ServerError) || error.status !== 404) throw error;
    const flows = await everyPage((cursor) => api('listFlows', { query: { limit: 200, cursor } }));
    const meant = nearest(
      id,
      flows.map((flow) => flow.id),
    );
    throw meant === undefined ? new CliError('noFlow', { id }) : new CliError('noFlowNear', { id, meant });
  }
}
