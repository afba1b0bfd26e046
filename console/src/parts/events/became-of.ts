import type { Answer, Client } from '../../api/client.ts';
import type { Verdict } from './outcome.ts';

/** What became of an event for a flow so far, and the run that it started, if it did. Throws ApiError. */
export async function becameOf(
  client: Client,
  event: string,
  flow: string,
): Promise<{ verdict?: Verdict; run?: Answer<'getRun'> }> {
  const { items } = await client.listEvents({ query: { event, flow } });
  const [verdict] = items;
  if (verdict?.run === undefined) return verdict ? { verdict } : {};
  return { verdict, run: await client.getRun({ params: { id: verdict.run } }) };
}
