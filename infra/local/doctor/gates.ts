import { holdersOf } from '#functions/store/gate.ts';
import { type GatePlace, getRunItem, type RunItem } from '#functions/store/run.ts';
import { partition } from '#functions/store/table/keys.ts';
import { getItem } from '#functions/store/table/table.ts';
import type { Finding } from './findings.ts';
import type { Records } from './read-records.ts';
import { settledRuns } from './settled-runs.ts';

/** Places of gates and in the lines before them that belong to no open run, and runs in no line that should be in one. */
export async function gateFindings(records: Records, until: number): Promise<Finding[]> {
  const { held, places, ended, open } = records;
  const maybe = ({ run }: { run: string }) => ended.get(run) !== '';
  const heldByNone = held.filter(maybe);
  const ofNone = places.filter(maybe);
  const settled = await settledRuns(
    [...heldByNone, ...ofNone].map(({ run }) => run),
    until,
  );
  const found: Finding[] = [];
  for (const { gate, run } of heldByNone) {
    if (settled.has(run) && (await holdersOf(gate)).includes(run)) found.push({ kind: 'placeHeld', run, gate });
  }
  for (const { gate, line, run } of ofNone) {
    if (settled.has(run) && (await hasPlace({ id: gate, line })))
      found.push({ kind: 'placeOfNobody', run, gate, line });
  }
  const inLine = new Set(places.map(({ run }) => run));
  for (const run of open) {
    if (waitsInLine(run) && !inLine.has(run.id) && (await isPlaceless(run))) {
      found.push({ kind: 'placeLost', run: run.id, flow: run.flow });
    }
  }
  return found;
}

function waitsInLine(run: RunItem): run is RunItem & { gate: GatePlace } {
  return run.status === 'queued' && run.gate !== undefined && !run.granted;
}

// First the place: who takes it away says in the same transaction that the run waits no more.
async function isPlaceless({ id, gate }: RunItem & { gate: GatePlace }): Promise<boolean> {
  if (await hasPlace(gate)) return false;
  const run = await getRunItem(id);
  return run !== undefined && waitsInLine(run);
}

async function hasPlace({ id, line }: Pick<GatePlace, 'id' | 'line'>): Promise<boolean> {
  return (await getItem({ pk: partition('gate', id), sk: line })) !== undefined;
}
