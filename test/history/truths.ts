import type { DatabaseSync } from 'node:sqlite';
import type { CompiledFlow } from '#flows/compiler/compiled.ts';
import { advance } from '#flows/engine/advance.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { EngineEvent, Execution } from '#flows/engine/execution.ts';
import type { Retold } from '#flows/history/retell.ts';
import { stepLog } from '#flows/history/step-log.ts';

/**
 * What the engine itself went through with a run, from the journal of the embedded Step Functions: as it was at the end,
 * and before it as it was after each event from `from` on (milliseconds since 1970).
 */
export async function truths(
  journal: DatabaseSync,
  run: string,
  { definition, sourceMap, type }: CompiledFlow,
  from: number,
): Promise<Retold[]> {
  const rows = journal
    .prepare('SELECT at, event FROM events WHERE execution = (SELECT id FROM executions WHERE name = ?) ORDER BY id')
    .all(run) as { at: number; event: string }[];
  const log = stepLog(sourceMap);
  const machine = parseMachine(definition, type);
  const told: Retold[] = [];
  let execution: Execution | undefined;
  for (const { at, event } of rows) {
    if (at >= from) told.unshift({ steps: structuredClone(log.steps), unwritten: new Set(), whole: true });
    const read = { ...JSON.parse(event), context: { Execution: {}, StateMachine: {} } } as EngineEvent;
    ({ execution } = await advance(machine, execution, read, at, () => 0, { watch: log.watch }));
  }
  return [{ steps: log.steps, unwritten: new Set(), whole: true }, ...told];
}
