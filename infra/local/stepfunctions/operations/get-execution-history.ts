import type { GetExecutionHistoryInput, GetExecutionHistoryOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import type { HistoryEvent as EngineHistoryEvent } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { pageSize, readToken, writeToken } from '../check.ts';
import { noProgress } from '../progress.ts';
import { replay } from '../replay.ts';
import { readOnly } from '../stored-objects.ts';
import { findExecution } from './find-execution.ts';
import type { Service } from './service.ts';

/** What a STANDARD execution went through: its recorded events are run through the engine again. */
export async function getExecutionHistory(
  service: Service,
  input: GetExecutionHistoryInput,
): Promise<GetExecutionHistoryOutput> {
  const limit = pageSize(input.maxResults);
  const { machine, row } = findExecution(service, input.executionArn);
  const from = input.nextToken === undefined ? 0 : readToken<number>(input.nextToken, 'number');
  const program = service.programs.get(machine, row.revision);
  const history: EngineHistoryEvent[] = [];
  const looking = { ...service, objects: readOnly(service.objects) };
  await replay(looking, { row, machine, program }, noProgress(), service.journal.events(row.id, 0), {
    visit: (transition) => history.push(...transition.history),
  });
  if (input.reverseOrder) history.reverse();
  const withData = input.includeExecutionData ?? true;
  return {
    events: history.slice(from, from + limit).map((event) => toAws(event, withData)),
    ...(history.length > from + limit && { nextToken: writeToken(from + limit) }),
  };
}

/** Members of an event's details that are JSON text in AWS's answer. */
const texts = ['input', 'output', 'parameters'];
/** Those of them that are left out on demand, with a word about themselves: nothing is ever cut short here. */
const data: Record<string, string> = { input: 'inputDetails', output: 'outputDetails' };

function toAws({ id, previousEventId, type, timestamp, details }: EngineHistoryEvent, withData: boolean): HistoryEvent {
  const entries = Object.entries(details)
    .filter(([key]) => withData || !(key in data))
    .flatMap(([key, value]) => [[key, tell(key, value)], ...(key in data ? [[data[key], { truncated: false }]] : [])]);
  return {
    id,
    previousEventId,
    type: type as HistoryEvent['type'],
    timestamp: new Date(timestamp),
    ...(entries.length > 0 && { [detailsName(type)]: Object.fromEntries(entries) }),
  };
}

/** Variables are JSON texts one by one. */
function tell(key: string, value: Json): unknown {
  if (key !== 'assignedVariables') return texts.includes(key) ? JSON.stringify(value) : value;
  return Object.fromEntries(Object.entries(value as JsonObject).map(([name, one]) => [name, JSON.stringify(one)]));
}

/** AWS names the member that holds the details after the type, all states' entries and exits alike. */
function detailsName(type: string): string {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
}
