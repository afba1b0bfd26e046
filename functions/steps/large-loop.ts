import { carriedResults } from '#flows/compiler/carried-results.ts';
import { followPath, itemLines, pathBeside, resultsInFiles } from '#flows/compiler/loop-objects.ts';
import type {
  ItemFailedPayload,
  ListedItems,
  ListPayload,
  LoopFailurePayload,
  ResultsPayload,
} from '#flows/compiler/task-payload.ts';
import { readFields } from '#flows/language/fields.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { type Failure, failure } from '#flows/text/failure.ts';
import { tooManyItems } from '#flows/text/machine-text.ts';
import { getEffect } from '#functions/store/effect.ts';
import { endLoop, getLoop, type Loop, type LoopEnding, noteEnding, putLoop } from '#functions/store/loop.ts';
import { getText, loopPlace, putText } from '#functions/store/loop-objects.ts';
import { getRun, isOpen } from '#functions/store/run.ts';
import { keepWholeOutput, readWholeOutput, type WholeOutput, wholeOutput } from '#functions/store/whole-output.ts';
import { StepError } from './step-error.ts';

/** Failed iterations that are told by their numbers. */
const toldFailures = 100;

/** Puts the items of a loop where its Map reads them. Asked again, it answers what it did. */
export async function listItems(payload: ListPayload, now: number): Promise<ListedItems> {
  const { run: id, step, path, atMost } = payload;
  const place = loopPlace(id, path);
  const known = await getLoop(id, path);
  if (known) return { ...place, count: known.count };
  const run = await getRun(id);
  if (!run || !isOpen(run)) throw new StepError(failure('Conflict', { id: 'runStopped' }), step);
  const found = (payload.from && (await itemsOfAnswer(id, path, payload.from))) ?? payload.items;
  const items = found === null ? [] : Array.isArray(found) ? found : [found];
  if (items.length > atMost) {
    throw new StepError({ code: 'InvalidInput', message: tooManyItems(step, items.length, atMost) }, step);
  }
  await putText(place.key, itemLines(items));
  const startedAt = new Date(now).toISOString();
  await putLoop(id, { path, step, status: 'running', startedAt, count: items.length, key: place.key }, now);
  return { ...place, count: items.length };
}

/** The items in the answer of an action, when that was too large to go on. */
async function itemsOfAnswer(
  run: string,
  place: string,
  { path, fields }: NonNullable<ListPayload['from']>,
): Promise<Json | undefined> {
  const whole = (await getEffect(run, pathBeside(path, place)))?.whole;
  const text = whole && (await readWholeOutput(run, whole));
  return text === undefined ? undefined : followPath(JSON.parse(text) as Json, fields);
}

/** Keeps how an iteration failed, or what its stop says, for the end of the loop. */
export async function itemFailed({ run, item, ended }: ItemFailedPayload): Promise<JsonObject> {
  const loop = item.replace(/\[\d+\]\/$/, '');
  const error = 'error' in ended ? { error: ended.error as unknown as Failure } : ended;
  await noteEnding(run, loop, { item: item.replace(/\/$/, ''), ...error });
  return {};
}

/** What made a loop fail: the error or stop of its iteration, else what the Map said. */
export async function loopFailure({ run, path, error }: LoopFailurePayload, now: number): Promise<JsonObject> {
  const loop = await getLoop(run, path);
  const ending: LoopEnding = loop?.ending ?? { error: error as unknown as Failure };
  if (loop) await endLoop(run, path, { status: 'failed', ending }, now);
  return ending.stop === undefined ? { error: ending.error as unknown as Json } : { stop: ending.stop };
}

/** The value of a loop that has ended: of its results what later steps read, in the order of the items. Throws StepError InvalidInput. */
export async function collectResults(payload: ResultsPayload, now: number): Promise<JsonObject> {
  const { run, step, path, read, manifest } = payload;
  if (!manifest) {
    await endLoop(run, path, { status: 'succeeded' }, now);
    return {};
  }
  const results = resultsInFiles(await resultFiles(manifest.Key));
  const failed = results.filter((result) => result.failed).map(({ index }) => index);
  const carried = carriedResults(
    results.map(({ value }) => value),
    readFields(read),
    step,
  );
  if ('failure' in carried) throw new StepError(carried.failure, step);
  const whole = carried.whole === undefined ? undefined : wholeOutput(carried.whole);
  if (whole) await keepWholeOutput(run, whole, carried.whole!);
  const output = { results: carried.results };
  await endLoop(run, path, endOf(output, whole, failed), now);
  return output;
}

function endOf(output: JsonObject, whole: WholeOutput | undefined, failed: number[]): Pick<Loop, 'status'> {
  return {
    status: 'succeeded',
    output,
    ...(whole && { whole }),
    ...(failed.length > 0 && { failed: { count: failed.length, first: failed.slice(0, toldFailures) } }),
  } as Pick<Loop, 'status'>;
}

async function resultFiles(manifest: string): Promise<string[]> {
  const { ResultFiles } = JSON.parse((await getText(manifest)) ?? '{}') as {
    ResultFiles?: { SUCCEEDED: { Key: string }[] };
  };
  if (!ResultFiles) throw new Error(`The results of the loop are not in the bucket: ${manifest}`);
  const files = [];
  for (const { Key } of ResultFiles.SUCCEEDED) files.push((await getText(Key)) ?? '');
  return files;
}
