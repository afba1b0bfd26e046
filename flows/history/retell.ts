import type { Machine } from '#flows/engine/definition/machine.ts';
import type { ExpressionHost } from '#flows/expression/host.ts';
import { parseTime } from '#flows/language/iso-time.ts';
import { type Belief, plainBelief } from './belief.ts';
import { unlessSpent } from './evaluate-within.ts';
import type { RecordedRun } from './recorded-run.ts';
import { type Account, replay } from './replay.ts';
import type { StepLog, StepRecord } from './step-log.ts';

/** Replays that one run is worth. */
const most = 24;

/** What happened to each step, by its path, and the actions that went on although their outcome is not written. */
export interface Retold {
  steps: Map<string, StepRecord>;
  unwritten: ReadonlySet<string>;
  /** False when the allowance of the expressions was spent before the end. */
  whole: boolean;
}

interface Telling extends Retold {
  belief: Belief;
  account: Account;
  /** What is recorded and was not told, and the other way round. */
  misfit: number;
}

/** A telling that was given up. */
interface Cut extends Retold {
  account?: undefined;
}

/**
 * Tells from what is kept of a run what it went through. Where the first telling does not fit the records, those that
 * differ in one doubtful thing are tried, as long as they fit better. Each telling has a log of its own.
 */
export async function retell(
  machine: Machine,
  newLog: () => StepLog,
  run: RecordedRun,
  now: number,
  host: ExpressionHost,
): Promise<Retold> {
  let left = most;
  const first = await tell(plainBelief);
  if (!first.account) return first;
  let best: Telling = first;
  for (let better: Telling | undefined = best; better && best.misfit > 0; ) {
    better = undefined;
    for (const belief of doubts(best, run)) {
      if (left-- <= 0) return best;
      const other = await tell(belief);
      // All tellings of a run share its allowance.
      if (!other.account) return best;
      if (other.misfit >= best.misfit) continue;
      better = other;
      break;
    }
    best = better ?? best;
  }
  return best;

  async function tell(belief: Belief): Promise<Telling | Cut> {
    const log = newLog();
    const account = await unlessSpent(replay(machine, run, now, log.watch, belief, host));
    const told = { steps: log.steps, unwritten: belief.unwritten, belief };
    return account ? { ...told, whole: true, account, misfit: misfit(account, run) } : { ...told, whole: false };
  }
}

/**
 * How far a telling is from the records: recorded calls and tries that it does not make, calls of an ended run that left no record
 * (each leaves one that reaches its function), another end.
 */
function misfit({ status, called, unrecorded }: Account, run: RecordedRun): number {
  const missed = missedBy(called, run).length;
  // A run that goes on or was stopped may not have come to record what it was about to do.
  if (run.status !== 'succeeded' && run.status !== 'failed') return missed;
  const other = status !== (run.status === 'succeeded' ? 'SUCCEEDED' : 'FAILED');
  return missed + unrecorded.length + (other ? 1 : 0);
}

/** What is recorded and was not told: calls, or the first of their tries that was not come to. Milliseconds. */
function missedBy(called: Account['called'], { effects }: RecordedRun): { path: string; at: number }[] {
  return effects.flatMap(({ path, startedAt, tries }) => {
    const newest = called.get(path);
    const missed = newest === undefined ? { startedAt } : tries.find(({ attempt = 0 }) => attempt > newest);
    return missed ? [{ path, at: parseTime(missed.startedAt) ?? 0 }] : [];
  });
}

/** Beliefs that differ from that of a telling in one doubtful thing, the likeliest first. */
function* doubts({ belief, account }: Telling, run: RecordedRun): Generator<Belief> {
  const missed = missedBy(account.called, run);
  // A try after a failure that is not tried again shows that the machine did not hear of that failure.
  for (const { path } of missed) {
    const last = account.failures.findLast(({ call }) => call.startsWith(`${path} `));
    if (last && !belief.lost.has(last.call)) yield { ...belief, lost: new Set([...belief.lost, last.call]) };
  }
  const silent = run.effects.filter(({ path, status, tries }) => {
    const isAction = tries.some(({ attempt }) => attempt !== undefined);
    return status === 'claimed' && isAction && !belief.unwritten.has(path);
  });
  for (const { path } of silent) yield { ...belief, unwritten: new Set([...belief.unwritten, path]) };
  // What was begun shows that the failure which ended everything around it had not been heard by then.
  const [next] = missed.map(({ at }) => at).sort((a, b) => a - b);
  for (const { call, at } of account.failures.toReversed()) {
    if (next === undefined || at > next) continue;
    yield { ...belief, notBefore: new Map([...belief.notBefore, [call, next + 1]]) };
  }
  // What was not begun shows that the answer which would have led there came too late.
  for (const { after } of account.unrecorded) {
    if (after !== undefined) yield { ...belief, unheard: new Set([...belief.unheard, after]) };
  }
}
