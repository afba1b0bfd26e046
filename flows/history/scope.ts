import type { CompiledFlow, StateOrigin } from '#flows/compiler/compiled.ts';
import { parseMachine } from '#flows/engine/definition/parse-machine.ts';
import type { Watch } from '#flows/engine/session.ts';
import type { Evaluate } from '#flows/expression/host.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { plainBelief } from './belief.ts';
import { unlessSpent } from './evaluate-within.ts';
import { loopAsEffect, type RecordedLoop } from './large-loops.ts';
import type { RecordedEffect, RecordedRun } from './recorded-run.ts';
import { replay } from './replay.ts';
import { type Retold, retell } from './retell.ts';
import { type PathPrefix, type StepLog, stepLog } from './step-log.ts';

/** The run itself or one iteration of a distributed loop: what has a history of its own. */
export interface Scope {
  /** The run as the scope knows it: its input, and how and when the scope ended. */
  run: RecordedRun;
  definition: JsonObject;
  type: CompiledFlow['type'];
  sourceMap: Readonly<Record<string, StateOrigin>>;
  calendar: Calendar;
  /** Ids of the distributed loops. */
  large: ReadonlySet<string>;
  /** The beginning of its steps' paths, static and with numbers. */
  prefix: PathPrefix;
  /** What expressions of its steps may read beside the variables of the machine. */
  bindings: JsonObject;
}

/** What a scope went through. */
export interface ScopeHistory extends Retold {
  effects: ReadonlyMap<string, RecordedEffect>;
  loops: ReadonlyMap<string, RecordedLoop>;
  /** What its distributed loops hand to their iterations, by the loop's path. */
  given: ReadonlyMap<string, JsonObject>;
}

/** Rounds of a small loop whose records are looked up with those of one that is asked for. */
const ahead = 20;

/** Tells what a scope went through. Records that are not at hand are looked up as far as it comes to them. */
export async function tellScope(scope: Scope, now: number, evaluate: Evaluate): Promise<ScopeHistory> {
  const { run, sourceMap, prefix, large } = scope;
  const { records } = run;
  const machine = parseMachine(scope.definition, scope.type, { checked: true });
  const effects = new Map(run.effects.map((effect) => [effect.path, effect]));
  const loops = new Map<string, RecordedLoop>();
  const looked = new Set<string>();
  if (!records) return tell();
  await lookUp(pathsOfTasks(scope));
  for (let isSettled = false; ; ) {
    const asked = new Set<string>();
    const told = isSettled ? await tell(asked) : await tryOut(asked);
    const missing = [...asked].filter((path) => !looked.has(path));
    if (told && missing.length === 0) return told;
    isSettled = missing.length === 0;
    await lookUp(missing.flatMap((path) => [path, ...followers(path)]));
  }

  function known(): RecordedRun {
    return { ...run, effects: [...effects.values()] };
  }

  async function tell(asked?: Set<string>): Promise<ScopeHistory> {
    const given = new Map<string, JsonObject>();
    const retold = await retell(machine, newLog, known(), now, { evaluate });
    return { ...retold, effects, loops, given };

    function newLog(): StepLog {
      const log = stepLog(sourceMap, prefix);
      const watch: Watch = (...event) => {
        log.watch(...event);
        noteCall(event, asked, given);
      };
      return { steps: log.steps, watch };
    }
  }

  /** Goes as far as the records at hand lead, to see which others it takes. */
  async function tryOut(asked: Set<string>): Promise<undefined> {
    const watch: Watch = (...event) => noteCall(event, asked);
    await unlessSpent(replay(machine, known(), now, watch, plainBelief, { evaluate }));
  }

  async function lookUp(paths: readonly string[]): Promise<void> {
    const fresh = [...new Set(paths)].filter((path) => !looked.has(path));
    const found = await Promise.all(
      fresh.map((path) => Promise.all([records?.effect(path), isLoop(path) ? records?.loop(path) : undefined])),
    );
    for (const [index, [effect, loop]] of found.entries()) {
      const path = fresh[index]!;
      looked.add(path);
      if (loop) loops.set(path, loop);
      // A loop that could not begin, or whose results could not go on, has been refused.
      if (effect && (!loop || effect.status === 'failed')) effects.set(path, effect);
      else if (loop) effects.set(path, loopAsEffect(loop));
    }
  }

  function isLoop(path: string): boolean {
    return large.has(path.slice(path.lastIndexOf('/') + 1));
  }
}

function noteCall(
  [, type, details]: Parameters<Watch>,
  asked: Set<string> | undefined,
  given?: Map<string, JsonObject>,
): void {
  if (!/^(LambdaFunction|Task)Scheduled$/.test(type)) return;
  const sent = (details.input ?? details.parameters) as JsonObject;
  const { path, given: handed } = (sent.Payload ?? sent) as JsonObject;
  if (typeof path !== 'string') return;
  asked?.add(path);
  if (handed) given?.set(path, handed as JsonObject);
}

/** The paths of the calls that a scope makes outside of its own loops. */
function pathsOfTasks({ definition, sourceMap, prefix }: Scope): string[] {
  return tasksIn(definition)
    .map((name) => sourceMap[name]?.path.slice(prefix.static.length))
    .filter((rest) => rest !== undefined && !rest.includes('['))
    .map((rest) => prefix.text + rest);
}

function tasksIn({ States }: JsonObject): string[] {
  return Object.entries(States as Record<string, JsonObject>).flatMap(([name, { Type, Branches, ItemProcessor }]) => {
    const blocks = [...((Branches as JsonObject[] | undefined) ?? []), ...(ItemProcessor ? [ItemProcessor] : [])];
    return [...(Type === 'Task' ? [name] : []), ...blocks.flatMap((block) => tasksIn(block as JsonObject))];
  });
}

/** The same place in the rounds that follow: the further a loop has come, the more of them. */
function followers(path: string): string[] {
  const [, before, number, after] = /^(.*\[)(\d+)(\][^[]*)$/.exec(path) ?? [];
  if (before === undefined) return [];
  const from = Number(number) + 1;
  return Array.from({ length: Math.max(ahead, from) }, (_, n) => `${before}${from + n}${after}`);
}
