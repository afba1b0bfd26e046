import { carriedResults } from '#flows/compiler/carried-results.ts';
import { itemLines, itemsInLines, resultsInFiles } from '#flows/compiler/loop-objects.ts';
import type { Objects } from '#flows/engine/objects.ts';
import type { RecordedLoop } from '#flows/history/large-loops.ts';
import type { RecordedEffect, RunRecords } from '#flows/history/recorded-run.ts';
import { readFields } from '#flows/language/fields.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import { tooManyItems } from '#flows/text/machine-text.ts';

/** What a distributed loop needs of the platform, in memory: a bucket, and what the function of steps does for it. */
export interface LargeLoops {
  objects: Objects;
  texts: Map<string, string>;
  /** The records of a run: those of its loops beside those of its actions. */
  records(effects: ReadonlyMap<string, RecordedEffect>): RunRecords;
  /** The answer to a task of a large loop at that time (milliseconds since 1970); undefined for any other task. */
  answer(payload: JsonObject, now: number): LoopAnswer | undefined;
}

export type LoopAnswer = { output: Json } | { error: string; message: string };

type Ending = NonNullable<RecordedLoop['ending']>;

/** A bucket without loops. */
export function largeLoops(): LargeLoops {
  const texts = new Map<string, string>();
  const loops = new Map<string, RecordedLoop>();
  const objects: Objects = {
    read: async ({ key }, _, parse) => (texts.has(key) ? parse(texts.get(key)!) : undefined),
    write: async ({ key }, text) => {
      texts.set(key, text);
    },
  };
  return { objects, texts, answer, records };

  function records(effects: ReadonlyMap<string, RecordedEffect>): RunRecords {
    return {
      effect: async (path) => effects.get(path),
      loop: async (path) => loops.get(path),
      items: async ({ path }, indices) => itemsInLines(texts.get(`${path}/items`)!, indices),
    };
  }

  function answer(payload: JsonObject, now: number): LoopAnswer | undefined {
    const path = String(payload.path);
    switch (payload.operation) {
      case 'core.list':
        return listed(payload, path, now);
      case 'core.itemFailed':
        noteEnding(payload);
        return { output: {} };
      case 'core.failure':
        return { output: failed(payload, path, now) };
      case 'core.results':
        return collected(payload, path, now);
      default:
        return undefined;
    }
  }

  function listed(payload: JsonObject, path: string, now: number): LoopAnswer {
    const given = payload.items ?? null;
    const items = given === null ? [] : Array.isArray(given) ? given : [given];
    const most = Number(payload.atMost);
    if (items.length > most) {
      return { error: 'InvalidInput', message: tooManyItems(String(payload.step), items.length, most) };
    }
    const key = `${path}/items`;
    texts.set(key, itemLines(items));
    loops.set(path, { path, status: 'running', startedAt: formatTime(now), count: items.length });
    return { output: { bucket: 'bucket', key, folder: path, count: items.length } };
  }

  function collected(payload: JsonObject, path: string, now: number): LoopAnswer {
    const told = payload.manifest ? resultsOf(payload, texts) : { output: {} };
    if ('output' in told) change(path, { status: 'succeeded', endedAt: formatTime(now), output: told.output });
    return told;
  }

  /** The first of the iterations that fail is the one that ends the loop. */
  function noteEnding(payload: JsonObject): void {
    const ending = endingOf(payload);
    const path = ending.item.replace(/\[\d+\]$/, '');
    if (!loops.get(path)?.ending) change(path, { ending });
  }

  function failed({ error = null }: JsonObject, path: string, now: number): JsonObject {
    const ending: Ending = loops.get(path)?.ending ?? { error: error as unknown as Failure };
    change(path, { status: 'failed', endedAt: formatTime(now), ending });
    return ending.stop === undefined ? { error: ending.error as unknown as Json } : { stop: ending.stop };
  }

  function change(path: string, to: Partial<RecordedLoop>): void {
    const loop = loops.get(path);
    if (loop) loops.set(path, { ...loop, ...to });
  }
}

function endingOf({ item, ended }: JsonObject): Ending & { item: string } {
  const { error, stop } = ended as { error?: Json; stop?: string };
  return {
    item: String(item).replace(/\/$/, ''),
    ...(error !== undefined && { error: error as unknown as NonNullable<Ending['error']> }),
    ...(stop !== undefined && { stop }),
  };
}

function resultsOf({ manifest, read, step }: JsonObject, texts: ReadonlyMap<string, string>): LoopAnswer {
  const { ResultFiles } = JSON.parse(texts.get((manifest as { Key: string }).Key)!);
  const files = ResultFiles.SUCCEEDED.map(({ Key }: { Key: string }) => texts.get(Key)!);
  const values = resultsInFiles(files).map(({ value }) => value);
  const carried = carriedResults(values, readFields(read ?? null), String(step));
  if ('failure' in carried) return { error: carried.failure.code, message: carried.failure.message };
  return { output: { results: carried.results } };
}
