import type { Json } from '#flows/language/json.ts';
import { countFailed } from './effect.ts';
import { putFollowUp } from './follow-up.ts';
import { isOpen, keepSeconds, openStates, outputKey, type Run, type RunError, type RunStatus, runKey } from './run.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import { openPartition } from './table/open-shard.ts';
import { getItem, putItem, transact, updateItem, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';
import { countRuns } from './week.ts';

/** Bytes. */
const largeOutput = 90_000;

/** How a run ended. */
export interface RunEnd {
  status: Exclude<RunStatus, 'queued' | 'running'>;
  endedAt: string;
  output?: Json | undefined;
  error?: RunError | undefined;
  /** Of one that succeeded: calls that failed and after which it went on; undefined where nobody counted them yet. */
  handled?: number | undefined;
  /** The end is not the execution's own: that goes on, and stopping it hangs on the end. */
  goesOn?: boolean;
}

type RunUpdate = Extract<Write, { update: Key<'run'> }>;

/**
 * The writes that end a run, which hold only while it is open: of one on whose end nothing hangs, or of one that is tied
 * or goes on, and therefore leaves a follow-up.
 */
export function endOfRun(id: string, end: RunEnd, tied: boolean): [RunUpdate, ...Write[]] {
  const { status, endedAt, error, handled } = end;
  const text = end.output === undefined ? undefined : JSON.stringify(end.output);
  const output = text !== undefined && isLarge(text) ? undefined : text;
  const listed = status !== 'succeeded' || (handled ?? 0) > 0;
  const hinders = [...(tied ? [] : (['tied'] as const)), ...(isUncounted(end) ? (['failing'] as const) : [])];
  const update: RunUpdate = {
    update: runKey(id),
    change: {
      set: {
        status,
        ended: JSON.stringify({
          endedAt,
          error,
          ...(handled && { handled }),
          ...(text !== output && { outputApart: true }),
        }),
        output,
        ...(listed && { openPk: openPartition(status, id) }),
      },
      ...(listed ? { copy: { openSk: 'listSk' } } : { remove: ['openPk', 'openSk'] }),
    },
    if: { oneOf: { status: openStates }, ...(hinders.length > 0 && { absent: hinders }) },
  };
  return tied ? [update, putFollowUp(id, endedAt)] : [update];
}

/** Whether calls of the run that failed are still to be counted, where there are any. */
function isUncounted({ status, handled }: Pick<RunEnd, 'status' | 'handled'>): boolean {
  return status === 'succeeded' && handled === undefined;
}

/** Writes the end of a run; false when it had ended before, or never was; `tied` when its follow-up is to be done now. */
export async function settleRun(id: string, end: RunEnd): Promise<boolean | 'tied'> {
  const text = JSON.stringify(end.output ?? null);
  if (isLarge(text)) {
    const expiresAt = Math.ceil(Date.parse(end.endedAt) / 1000) + keepSeconds;
    await putItem({ ...outputKey(id), output: text, expiresAt });
  }
  let counted = end;
  let failing: Run | undefined;
  const put = (tied: boolean) => {
    const [plain, ...more] = endOfRun(id, counted, tied);
    return more.length > 0 ? transact([plain, ...more]) : updateItem(plain.update, plain.change, plain.if);
  };
  const settled = await endWith(end, async (tied) => {
    try {
      await put(tied);
    } catch (error) {
      failing = isUncounted(counted) ? failingRun(error) : undefined;
      if (!failing) throw error;
      counted = { ...end, handled: await countFailed(id) };
      await put(tied);
    }
  });
  if (settled && failing && counted.handled) await countRuns(failing.flow, failing.startedAt, { handled: 1 });
  return settled;
}

/** The open run that is in the way of its end since calls of it failed. */
function failingRun(error: unknown): Run | undefined {
  const run = error instanceof ConditionFailed ? (error.item as (Run & { failing?: true }) | undefined) : undefined;
  return run?.failing && isOpen(run) ? run : undefined;
}

/** Whatever ends a run: false when it had ended before, or never was. A tied run costs a second try, any other none. */
export async function endWith(
  { goesOn = false }: Pick<RunEnd, 'goesOn'>,
  write: (tied: boolean) => Promise<void>,
): Promise<boolean | 'tied'> {
  try {
    if (!goesOn) {
      await write(false);
      return true;
    }
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    const run = error.item as Run | undefined;
    if (!run?.tied || !isOpen(run)) return false;
  }
  return (await unlessRefused(write(true))) && 'tied';
}

/** An output that does not fit beside an event of 256 KB into an item's 400 KB lies in an item of its own. */
function isLarge(output: string): boolean {
  return output.length > largeOutput / 4 && Buffer.byteLength(output) > largeOutput;
}

/** Notes which run repeats an ended one, where lists of runs show it; one that has not ended is left as it is. */
export async function noteRepetition(id: string, by: string): Promise<void> {
  const item = await getItem<Run & { outputApart?: true }>(runKey(id));
  if (!item || isOpen(item)) return;
  const { endedAt, error, handled, outputApart, status } = item;
  const ended = JSON.stringify({ endedAt, error, handled, outputApart, repeatedBy: by });
  await unlessRefused(updateItem(runKey(id), { set: { ended } }, { equals: { status } }));
}
