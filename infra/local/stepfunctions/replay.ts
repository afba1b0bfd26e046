import type { Machine as Program } from '#flows/engine/definition/machine.ts';
import type { EngineEvent, Transition } from '#flows/engine/execution.ts';
import type { ExpressionHost } from '#flows/expression/host.ts';
import { readEvent } from './engine-event.ts';
import { expressionHost } from './expression-host.ts';
import type { Ground } from './ground.ts';
import type { EventRow, ExecutionRow } from './journal.ts';
import { startContext } from './live-execution.ts';
import type { Machine } from './machines.ts';
import { type Progress, stepExecution } from './progress.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * Takes `progress` through recorded events as it went the first time. Stops at the first event that is damaged or
 * that the engine does not take, and returns it.
 */
export async function replay(
  { journal, machines, objects, expressions }: Pick<Ground, 'journal' | 'machines' | 'objects' | 'expressions'>,
  execution: { row: ExecutionRow; machine: Machine; program: Program },
  progress: Progress,
  events: EventRow[],
  {
    visit,
    host = expressionHost(expressions, execution.machine.name),
  }: { visit?: (transition: Transition) => void; host?: ExpressionHost } = {},
): Promise<EventRow | undefined> {
  const { row, machine, program } = execution;
  const context = startContext(row, machine, machines);
  for (const recorded of events) {
    try {
      const event: EngineEvent = readEvent(recorded.event!, context);
      const random = seededRandom(journal.seed, row, progress.events);
      const history = visit !== undefined;
      const transition = await stepExecution(program, progress, event, recorded.at, random, { history, host, objects });
      visit?.(transition);
    } catch {
      return recorded;
    }
  }
  return undefined;
}
