import { childExecution } from '#flows/engine/context-object.ts';
import type { Failure } from '#flows/engine/handle-failure.ts';
import { scopeOf } from '#flows/engine/scope.ts';
import type { Cursor, Session } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateTemplate } from '#flows/engine/template.ts';
import type { PendingMap, WrittenResults } from '#flows/engine/thread.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { textSize } from '#flows/language/text-size.ts';
import type { MapState, ResultWriter } from '../definition/machine.ts';

/** Results, and characters of them, that are kept with the execution before they become a file. */
const fileLines = 1000;
const fileLength = 500_000;

/** The files that a Map is going to write, in a folder of their own; undefined when its results stay with it. */
export async function beginResults(cursor: Cursor, writer: ResultWriter): Promise<WrittenResults | undefined> {
  if (!writer.arguments) return undefined;
  const { Bucket, Prefix = '' } = (await evaluateTemplate(writer.arguments, scopeOf(cursor))) as JsonObject;
  if (typeof Bucket !== 'string' || typeof Prefix !== 'string') throw unwritable('Bucket and Prefix must be texts.');
  const folder = `${Prefix === '' ? '' : `${Prefix.replace(/\/$/, '')}/`}${newId(cursor.session)}`;
  return { bucket: Bucket, folder, files: { SUCCEEDED: [], FAILED: [] }, lines: { SUCCEEDED: [], FAILED: [] } };
}

/** How an iteration ended. */
type Ended = { output: Json } | { failure: Failure };

/** Adds how an iteration ended to the results of a Map with a writer. */
export async function addResult(cursor: Cursor, state: MapState, item: Cursor, ended: Ended): Promise<void> {
  const pending = cursor.thread.pending as PendingMap;
  const writer = state.writer!;
  const index = item.owner!.slot;
  const told =
    'output' in ended && writer.transformation !== 'NONE' ? ended.output : described(cursor, state, item, ended);
  if (!pending.written) {
    pending.results[index] = told;
    return;
  }
  const status = 'output' in ended ? 'SUCCEEDED' : 'FAILED';
  const values = writer.transformation === 'FLATTEN' && Array.isArray(told) ? told : [told];
  const lines = pending.written.lines[status];
  for (const value of values) lines.push(JSON.stringify(value));
  const length = lines.reduce((sum, line) => sum + line.length, 0);
  if (lines.length >= fileLines || length >= fileLength)
    await writeFile(cursor.session, pending.written, status, writer);
}

/** What the Map's result is once its files are written, or its transformed results. */
export async function endResults(cursor: Cursor, state: MapState, mapRunArn: string): Promise<Json> {
  const { written, results } = cursor.thread.pending as PendingMap;
  const writer = state.writer!;
  if (!written) return writer.transformation === 'FLATTEN' ? results.flat() : results;
  for (const status of ['SUCCEEDED', 'FAILED'] as const) {
    if (written.lines[status].length > 0) await writeFile(cursor.session, written, status, writer);
  }
  const { bucket, folder, files } = written;
  const key = `${folder}/manifest.json`;
  const manifest = {
    DestinationBucket: bucket,
    MapRunArn: mapRunArn,
    ResultFiles: { FAILED: files.FAILED, PENDING: [], SUCCEEDED: files.SUCCEEDED },
  };
  await write(cursor.session, bucket, key, JSON.stringify(manifest));
  return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket: bucket, Key: key } };
}

async function writeFile(
  session: Session,
  written: WrittenResults,
  status: 'SUCCEEDED' | 'FAILED',
  { outputType }: ResultWriter,
): Promise<void> {
  const lines = written.lines[status];
  const text = outputType === 'JSONL' ? lines.join('\n') : `[${lines.join(',')}]`;
  const name = `${status}_${written.files[status].length}.${outputType.toLowerCase()}`;
  const key = `${written.folder}/${name}`;
  await write(session, written.bucket, key, text);
  written.lines[status] = [];
  written.files[status].push({ Key: key, Size: textSize(text) });
}

async function write(session: Session, bucket: string, key: string, text: string): Promise<void> {
  if (!session.objects) throw unwritable(`${bucket} does not exist.`);
  try {
    await session.objects.write({ bucket, key }, text);
  } catch (error) {
    throw unwritable(`${key} could not be written to ${bucket}: ${(error as Error).message}`);
  }
}

/** An iteration as the files tell of it: the child execution with its input and its end. */
function described(cursor: Cursor, state: MapState, item: Cursor, ended: Ended): JsonObject {
  const { session, thread } = cursor;
  const { context } = session.execution.inner;
  const index = item.owner!.slot;
  const running = (thread.pending as PendingMap).running.find((one) => one.index === index);
  const { Id, Name } = childExecution(context.Execution, state, index);
  return {
    ExecutionArn: Id!,
    Input: JSON.stringify(running?.input ?? null),
    InputDetails: { Included: true },
    Name: Name!,
    ...('output' in ended
      ? { Output: JSON.stringify(ended.output), OutputDetails: { Included: true } }
      : { Error: ended.failure.error ?? '', Cause: ended.failure.cause ?? '' }),
    RedriveCount: 0,
    StartDate: formatTime(running?.startedAt ?? session.now),
    StateMachineArn: String(context.StateMachine.Id ?? ''),
    Status: 'output' in ended ? 'SUCCEEDED' : 'FAILED',
    StopDate: formatTime(session.now),
  };
}

/** An id in the form of a UUID, the same when the step is taken again. */
function newId({ random }: Session): string {
  const hex = Array.from({ length: 8 }, () =>
    Math.floor(random() * 65_536)
      .toString(16)
      .padStart(4, '0'),
  );
  return `${hex[0]}${hex[1]}-${hex[2]}-${hex[3]}-${hex[4]}-${hex[5]}${hex[6]}${hex[7]}`;
}

function unwritable(reason: string): StateFailure {
  return new StateFailure('States.ResultWriterFailed', reason);
}
