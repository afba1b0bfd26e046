import { partition } from './table/keys.ts';
import { queryAll, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

interface Use {
  flow: string;
}

/** Ids of the flows whose published version uses the connection. */
export async function flowsUsing(connection: string): Promise<string[]> {
  const items = await queryAll<Use>({ pk: partition('uses', connection), consistent: true });
  return items.map(({ flow }) => flow);
}

/** The writes that note which connections a flow uses from now on, for the transaction that publishes it. */
export function replaceUses(flow: string, before: readonly string[], after: readonly string[]): Write[] {
  const gone = before.filter((name) => !after.includes(name));
  const added = after.filter((name) => !before.includes(name));
  return [
    ...gone.map((name) => ({ delete: useKey(name, flow) })),
    ...added.map((name) => ({ put: { ...useKey(name, flow), flow } })),
  ];
}

function useKey(connection: string, flow: string): Key {
  return { pk: partition('uses', connection), sk: flow };
}
