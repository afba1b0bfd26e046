import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { allFlows } from '#functions/store/flow.ts';
import { getRuns, overdueFrom, type RunItem } from '#functions/store/run.ts';
import { ScheduleStore } from '../scheduler/schedule-store.ts';
import { MessageStore } from '../sqs/message-store.ts';
import { Journal } from '../stepfunctions/journal.ts';
import type { Examination, Finding } from './findings.ts';
import { gateFindings } from './gates.ts';
import { type Records, readRecords } from './read-records.ts';
import { tokenFindings } from './tokens.ts';
import { unansweredFindings } from './unanswered.ts';
import type { WaitingTask } from './waiting-tasks.ts';
import { waitFindings } from './waits.ts';

/** Milliseconds past its deadline by which the sweeper has settled a run. */
const sweeperTime = 300_000;

/**
 * Looks through the records, executions and queues of a data folder for what does not fit together; changes nothing. What
 * happened after `until` is left alone, for a server may have it in hand. Both times in milliseconds since 1970. `tasks`
 * are those that executions wait for, of a stopped server.
 */
export async function examine(
  folder: string,
  database: DatabaseSync,
  now: number,
  until: number,
  tasks?: ReadonlyMap<string, WaitingTask[]>,
): Promise<Examination> {
  const records = await readRecords();
  const journal = new Journal(database);
  const messages = new MessageStore(database);
  const counts = messages.counts();
  const under = onTheirWay(messages);
  const found = [
    ...(await openRuns(records, journal, under, now, until)),
    ...executions(records, journal, until),
    ...claims(records, until),
    ...followUps(records, now),
    ...(await gateFindings(records, until)),
    ...(await waitFindings(records, under, until)),
    ...(await (tasks ? tokenFindings(records, tasks, under, now) : unansweredFindings(records, until))),
    ...deadLetters(counts),
  ];
  return {
    sizes: sizes(folder),
    counts: {
      flows: (await allFlows()).length,
      runs: records.runs,
      effects: records.effects,
      executions: journal.counts(),
      messages: counts,
      waiting: {
        followUps: records.followUps.length,
        underWay: records.held.length,
        inLine: records.places.length,
        events: records.waits.length,
        calls: records.awaited.filter(({ run, child }) => child !== undefined && records.ended.get(run) === '').length,
      },
      schedules: new ScheduleStore(database).count(),
    },
    findings: found,
  };
}

async function openRuns(
  records: Records,
  journal: Journal,
  under: ReadonlySet<string>,
  now: number,
  until: number,
): Promise<Finding[]> {
  const running = new Set(journal.running().map(({ name }) => runOf(name)));
  const found: Finding[] = [];
  for (const run of records.open) {
    const { id, flow } = run;
    // A queued run is started by the sweeper, or given up; an overdue one is settled by it.
    if (run.status === 'queued' || run.lease > until) continue;
    if (overdueFrom(run) < now) {
      if (overdueFrom(run) + sweeperTime < now) found.push({ kind: 'overdue', run: id, flow });
      continue;
    }
    if (running.has(id) || under.has(run.event) || under.has(id)) continue;
    const end = run.type === 'STANDARD' ? journal.endOf(machineName(run), id) : undefined;
    if (end && !end.told) continue;
    if (end) found.push({ kind: 'endUntold', run: id, flow, execution: end.id });
    else found.push({ kind: 'runWithoutExecution', run: id, flow });
  }
  // Some have ended since they were read.
  const still = new Set(
    (await getRuns(found.map((finding) => (finding as { run: string }).run)))
      .filter(({ endedAt }) => endedAt === undefined)
      .map(({ id }) => id),
  );
  return found.filter((finding) => still.has((finding as { run: string }).run));
}

function executions(records: Records, journal: Journal, until: number): Finding[] {
  const followed = new Set(records.followUps.map(({ run }) => run));
  return journal
    .running()
    .filter(({ name, started }) => {
      const run = runOf(name);
      if (!/^r[0-9a-f]{40}$/.test(run) || followed.has(run)) return false;
      const ended = records.ended.get(run);
      return ended === undefined ? started < until : ended !== '' && Date.parse(ended) < until;
    })
    .map(({ id, name }) => ({ kind: 'executionWithoutRun', execution: id, name: runOf(name) }));
}

function claims(records: Records, until: number): Finding[] {
  return records.claimed
    .filter(({ run, claimedUntil }) => claimedUntil < until && records.ended.get(run) !== '')
    .map(({ run, step, pk, sk, token }) => ({ kind: 'claimedForEver', run, step, key: { pk, sk }, token }));
}

function followUps(records: Records, now: number): Finding[] {
  return records.followUps
    .filter(({ at }) => Date.parse(at) + sweeperTime < now)
    .map(({ run, at }) => ({ kind: 'followUpLate', run, at }));
}

const takesDeadLetters = (queue: string) => queue.endsWith('-dead');

function deadLetters(counts: Readonly<Record<string, number>>): Finding[] {
  return Object.entries(counts)
    .filter(([queue]) => takesDeadLetters(queue))
    .map(([queue, count]) => ({ kind: 'deadLetters', queue, count }));
}

/** Ids of events that wait in a queue, and of runs of whose end a queue holds word. */
function onTheirWay(messages: MessageStore): Set<string> {
  const waiting = new Set<string>();
  for (const { queue, body } of messages.bodies()) {
    if (takesDeadLetters(queue)) continue;
    const { detail } = JSON.parse(body) as { detail?: { id?: string; name?: string } };
    if (detail?.id) waiting.add(detail.id);
    if (detail?.name) waiting.add(detail.name);
  }
  return waiting;
}

/** Name of the state machine in the ARN of its version. */
function machineName({ machine }: Pick<RunItem, 'machine'>): string {
  return machine.split(':')[6] ?? '';
}

/** An EXPRESS execution's key has a part of its own after the name. */
function runOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(0, colon);
}

function sizes(folder: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const top = path.slice(folder.length + 1).split(/[\\/]/)[0] ?? '';
    found[top] = (found[top] ?? 0) + (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  }
  return found;
}
