import { itemLines, itemsInLines, resultsInFiles } from '#flows/compiler/loop-objects.ts';
import type { Objects } from '#flows/engine/objects.ts';
import type { RecordedEffect, RunRecords } from '#flows/history/recorded-run.ts';
import { keepFields, readFields } from '#flows/language/fields.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { tooManyItems } from '#flows/text/machine-text.ts';
import { startedAt } from './run-machine.ts';

/** A bucket in memory, and what the function of steps does for large loops, without records. */
export function largeLoops(): {
  objects: Objects;
  texts: Map<string, string>;
  /** The records of a run whose loops have all succeeded, beside those of its actions. */
  records(effects: ReadonlyMap<string, RecordedEffect>): RunRecords;
  /** The answer to a task of a large loop; undefined for any other. */
  answer(payload: JsonObject): { output: Json } | { error: string; message: string } | undefined;
} {
  const texts = new Map<string, string>();
  const endings = new Map<string, JsonObject>();
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
      loop: async (path) => {
        const items = texts.get(`${path}/items`);
        const at = new Date(startedAt).toISOString();
        const times = { startedAt: at, endedAt: at };
        return items === undefined
          ? undefined
          : { path, status: 'succeeded', ...times, count: items.split('\n').length };
      },
      items: async ({ path }, indices) => itemsInLines(texts.get(`${path}/items`)!, indices),
    };
  }

  function answer(payload: JsonObject): { output: Json } | { error: string; message: string } | undefined {
    const path = String(payload.path);
    switch (payload.operation) {
      case 'core.list': {
        const given = payload.items ?? null;
        const items = given === null ? [] : Array.isArray(given) ? given : [given];
        if (items.length > Number(payload.atMost)) {
          return {
            error: 'InvalidInput',
            message: tooManyItems(String(payload.step), items.length, Number(payload.atMost)),
          };
        }
        texts.set(`${path}/items`, itemLines(items));
        return { output: { bucket: 'bucket', key: `${path}/items`, folder: path, count: items.length } };
      }
      case 'core.itemFailed': {
        const loop = String(payload.item).replace(/\[\d+\]\/$/, '');
        if (!endings.has(loop)) endings.set(loop, payload.ended as JsonObject);
        return { output: {} };
      }
      case 'core.failure':
        return { output: endings.get(path) ?? { error: payload.error ?? null } };
      case 'core.results':
        return { output: payload.manifest ? results(payload) : {} };
      default:
        return undefined;
    }
  }

  function results({ manifest, read }: JsonObject): Json {
    const { ResultFiles } = JSON.parse(texts.get((manifest as { Key: string }).Key)!);
    const files = ResultFiles.SUCCEEDED.map(({ Key }: { Key: string }) => texts.get(Key)!);
    const values = resultsInFiles(files).map(({ value }) => value);
    return { results: JSON.stringify(values).length > 100_000 ? keepFields(values, readFields(read ?? null)) : values };
  }
}
