import { createHash } from 'node:crypto';
import { decideGate, type Holder } from './decide-gate.ts';
import { type GatePlace, getRuns, grantRun, isOpen, keepSeconds, newRunItem, type Run, runKey } from './run.ts';
import { ConditionFailed, unlessRefused } from './table/condition-failed.ts';
import { partition, sortKeys } from './table/keys.ts';
import { deleteItem, getItem, queryItems, transact, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

interface Gate {
  held: Holder[];
  /** Raised by each change: whoever saw an older one decides again. */
  revision: number;
}

interface InLine extends Pick<GatePlace, 'max' | 'whenFull'> {
  run: string;
  /** Seconds that the run may take. */
  deadline: number;
}

/** Milliseconds beyond its deadline for which a run's place is kept: it may be started late, and its end be told late. */
const leeway = 2 * 3_600_000;

/** Places of the line that one look at a gate takes in, and runs that it lets through. */
const seen = 100;
const atOnce = 10;

const tries = 40;

/** The gate of a flow for one key. */
export function gateId(flow: string, key: string): string {
  return createHash('sha256').update(`${flow}\n${key}`).digest('hex').slice(0, 40);
}

/** A place in the line, in the order of events; of those at the same moment, in the order of their arrival. */
export function linePlace(eventAt: string, arrivedAt: string, run: string): string {
  return `${sortKeys.gate.line}${new Date(eventAt).toISOString()}#${arrivedAt}#${run}`;
}

/**
 * Writes a queued run and its place in the line; with `skip` there is no line, and it goes through at once or is refused
 * as `full`. `exists`: there was such a run already. Writes in `more` happen together with it or not at all.
 */
export async function enterLine(
  run: Run & { gate: GatePlace },
  write: { delivery: string; listPk: string; now: number; more?: Write[] },
): Promise<'entered' | 'full' | 'exists'> {
  const { delivery, listPk, now, more = [] } = write;
  const { gate, deadline } = run;
  const item = newRunItem(run, delivery, listPk, now);
  for (let attempt = 1; ; attempt++) {
    const before = gate.whenFull === 'skip' ? await readGate(gate.id, now) : undefined;
    const decision = before && decideGate(gate, before.held, [{ run: run.id }], now);
    if (decision?.start.length === 0 && !before?.held.some((holder) => holder.run === run.id)) return 'full';
    const place: Write = before
      ? putGate(gate.id, before, [...(decision?.held ?? []), holderOf({ run: run.id, deadline, sk: gate.line }, now)])
      : putPlace(run);
    try {
      const put = { put: before ? { ...item, granted: true } : item, if: { exists: false } };
      await transact([place, put, ...more]);
      return 'entered';
    } catch (error) {
      if (!(error instanceof ConditionFailed)) throw error;
      if (error.index === 1) return 'exists';
      if (error.index > 1 || attempt === tries) throw error;
      await pause(attempt);
    }
  }
}

/** What granting places of a gate changed: runs that now hold a place and are to be started, and runs that are to be stopped. */
export interface Grants {
  granted: string[];
  stop: string[];
  /** Whether granting again may let more through. */
  more: boolean;
}

/** Lets through a gate whoever may go, after `leaving` has left it. `now` in milliseconds since 1970. */
export async function grantPlaces(id: string, now: number, leaving?: string): Promise<Grants> {
  for (let attempt = 1; ; attempt++) {
    const [gate, page] = await Promise.all([
      readGate(id, now),
      queryItems<InLine>({ pk: partition('gate', id), prefix: sortKeys.gate.line, limit: seen, consistent: true }),
    ]);
    const line = page.items;
    // The newest place knows the newest settings.
    const settings = line.at(-1) ?? { max: 0, whenFull: 'queue' as const };
    const staying = gate.held.filter(({ run }) => run !== leaving);
    const decision = decideGate(
      settings,
      staying,
      line.map(({ run, sk }) => ({ run, place: sk })),
      now,
    );
    const start = line.filter(({ run }) => decision.start.includes(run)).slice(0, atOnce);
    const changed = start.length > 0 || decision.held.length < gate.held.length;
    try {
      if (changed) {
        const held = [...decision.held, ...start.map((each) => holderOf(each, now))];
        const grants = start.flatMap(({ run, pk, sk }) => [grantRun(run, now), { delete: { pk, sk } }]);
        await transact([putGate(id, gate, held), ...grants]);
      }
      const stopsMore = decision.stop.length > 0 && page.next !== undefined;
      const more = stopsMore || start.length < decision.start.length;
      return { granted: start.map(({ run }) => run), stop: decision.stop, more };
    } catch (error) {
      if (!(error instanceof ConditionFailed) || attempt === tries) throw error;
      const gone = error.index > 0 ? start[(error.index - 1) >> 1] : undefined;
      // It was stopped while it waited.
      if (gone) await deleteItem(gone);
      else await pause(attempt);
    }
  }
}

/** The runs that hold a place of the gate, ended ones among them when nobody gave their place back. */
export async function holdersOf(id: string): Promise<string[]> {
  return ((await getItem<Gate>(gateKey(id)))?.held ?? []).map(({ run }) => run);
}

/** How many runs stand before this place in its line; of a long line only as many as `grantPlaces` looks at. */
export async function aheadOf({ id, line }: GatePlace): Promise<number> {
  const { items } = await queryItems<InLine>({
    pk: partition('gate', id),
    from: sortKeys.gate.line,
    to: line,
    limit: seen,
  });
  return items.filter(({ sk }) => sk < line).length;
}

/** Gives a run that waits its place in the line back, should it be lost; one that has left the line gets none. */
export async function keepPlace({
  id,
  gate,
  deadline,
}: Pick<Run, 'id' | 'deadline'> & { gate: GatePlace }): Promise<void> {
  if (await getItem(lineKey(gate))) return;
  await unlessRefused(
    transact([
      { check: runKey(id), if: { equals: { status: 'queued' }, absent: ['granted'] } },
      putPlace({ id, gate, deadline }),
    ]),
  );
}

/** Gives up a place in the line. */
export function leaveLine(place: Pick<GatePlace, 'id' | 'line'>): Promise<void> {
  return deleteItem(lineKey(place));
}

function putPlace({ id, gate, deadline }: Pick<Run, 'id' | 'deadline'> & { gate: GatePlace }): Write {
  return { put: { ...lineKey(gate), run: id, max: gate.max, whenFull: gate.whenFull, deadline } };
}

// A run that was begun or told of late, since nothing ran for long, keeps its place for as long as it is open.
async function readGate(id: string, now: number): Promise<Gate> {
  const gate = (await getItem<Gate>(gateKey(id))) ?? { held: [], revision: 0 };
  const late = gate.held.filter(({ until }) => until <= now);
  if (late.length === 0) return gate;
  const open = new Set((await getRuns(late.map(({ run }) => run))).filter(isOpen).map((run) => run.id));
  const held = gate.held.map((holder) => (open.has(holder.run) ? { ...holder, until: now + leeway } : holder));
  return { ...gate, held };
}

function putGate(id: string, before: Gate, held: Holder[]): Write {
  const { revision } = before;
  const condition = revision === 0 ? { exists: false } : { equals: { revision } };
  const last = Math.max(Date.now(), ...held.map(({ until }) => until));
  const expiresAt = Math.ceil(last / 1000) + keepSeconds;
  return { put: { ...gateKey(id), held, revision: revision + 1, expiresAt }, if: condition };
}

function holderOf({ run, deadline, sk }: Pick<InLine & Key, 'run' | 'deadline' | 'sk'>, now: number): Holder {
  return { run, place: sk, until: now + deadline * 1000 + leeway };
}

function gateKey(id: string): Key {
  return { pk: partition('gate', id), sk: sortKeys.gate.holders };
}

function lineKey({ id, line }: Pick<GatePlace, 'id' | 'line'>): Key {
  return { pk: partition('gate', id), sk: line };
}

function pause(attempt: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(200, 5 * 2 ** attempt)));
}
