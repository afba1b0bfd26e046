import { itemsInLines } from '#flows/compiler/loop-objects.ts';
import type { FoundRecords, MissingRecords } from '#flows/history/found-records.ts';
import type { History } from '#flows/history/history-of.ts';
import type { RoundRange } from '#flows/history/recompute.ts';
import { historyApart } from '#functions/runs/workshop.ts';
import { getEffect } from '#functions/store/effect.ts';
import { getLoop } from '#functions/store/loop.ts';
import { getText, loopPlace } from '#functions/store/loop-objects.ts';
import type { Run } from '#functions/store/run.ts';
import { recordOf } from './record-of.ts';

/** Milliseconds that a history may take whose records are looked up on the way. */
const longest = 15_000;

/** Records that are looked up at the same time. */
const atOnce = 50;

/** What a run did, or some of its rounds. `now` in milliseconds since 1970. */
export async function historyOfRun(run: Run, now: number, range?: RoundRange): Promise<History> {
  const record = await recordOf(run);
  if (!record) return { steps: [], partial: false };
  const { source, format, compiled, recorded, isLarge } = record;
  const found: FoundRecords | undefined = isLarge
    ? { effects: new Map(), loops: new Map(), items: new Map() }
    : undefined;
  const request = { source, format, compiled, run: recorded, now, found, range };
  for (const until = performance.now() + longest; performance.now() < until; ) {
    const history = await historyApart(run.flow, request);
    if (!history) break;
    if (!history.missing || !found) return history;
    await lookUp(run.id, history.missing, found);
  }
  return { steps: [], partial: true };
}

async function lookUp(run: string, missing: MissingRecords, found: FoundRecords): Promise<void> {
  await inParts(missing.effects, async (path) => found.effects.set(path, await getEffect(run, path)));
  await inParts(missing.loops, async (path) => found.loops.set(path, await getLoop(run, path)));
  for (const { path, indices } of missing.items) {
    const items = itemsInLines((await getText(loopPlace(run, path).key)) ?? '', indices);
    const known = found.items.get(path) ?? new Map();
    for (const [n, index] of indices.entries()) known.set(index, items[n]);
    found.items.set(path, known);
  }
}

async function inParts(paths: readonly string[], work: (path: string) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < paths.length; from += atOnce) {
    await Promise.all(paths.slice(from, from + atOnce).map(work));
  }
}
