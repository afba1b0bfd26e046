import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { RecomputedStep } from '#flows/history/describe-steps.ts';
import { recompute, recomputeRounds } from '#flows/history/recompute.ts';
import type { RecordedEffect, RecordedRun } from '#flows/history/recorded-run.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { largeLoops } from '#flows/trial/large-loops.ts';
import { runMachine, startedAt, type TaskAnswer } from './run-machine.ts';

type Answer = { output: Json; after?: number } | { code: string; message: string; after?: number } | 'silent';

/** An HTTP request as a step is written. */
export const action = (id: string, url = 'https://x.example') =>
  `{ id: ${id}, use: http.request, with: { method: GET, url: "${url}" } }`;

/** A flow with these steps, behind a webhook. */
export const flowOf = (steps: string) => `id: f\nname: F\ntrigger: { use: core.webhook, with: {} }\nsteps:\n${steps}`;

/** Runs a flow in the engine and keeps what the functions would: the effect records and the end. */
export async function recordRun(
  text: string,
  body: Json,
  answers: Record<string, Answer | Answer[]>,
): Promise<{
  definition: JsonObject;
  recorded: RecordedRun;
  recomputed: (run?: Partial<RecordedRun>, now?: number) => Promise<RecomputedStep[]>;
  rounds: (path: string) => ReturnType<typeof recomputeRounds>;
}> {
  const { compiled, problems } = compile(text, 'yaml', { catalogue });
  if (!compiled) throw new Error(JSON.stringify(problems));
  const effects = new Map<string, RecordedEffect>();
  const platform = largeLoops();
  const input = {
    trigger: { body },
    run: { id: 'r1', startedAt: formatTime(startedAt), eventAt: formatTime(startedAt), event: 'e' },
    flow: { id: 'f', name: 'F', version: 1 },
    env: {},
  };
  const run = await runMachine(compiled.definition, {
    input,
    tasks: answerCall,
    random: () => 0.9,
    objects: platform.objects,
  });
  const statuses = {
    SUCCEEDED: 'succeeded',
    FAILED: 'failed',
    TIMED_OUT: 'timedOut',
    ABORTED: 'stopped',
    RUNNING: 'running',
  } as const;
  const recorded: RecordedRun = {
    input,
    status: statuses[run.status],
    startedAt: formatTime(startedAt),
    ...(run.status !== 'RUNNING' && { endedAt: formatTime(startedAt + run.seconds * 1000) }),
    ...(run.cause !== undefined && {
      error: JSON.parse(run.cause) as { code: string; message: string; step?: string },
    }),
    effects: [...effects.values()],
    ...(JSON.stringify(compiled.definition).includes('"ItemReader"') && { records: platform.records(effects) }),
  };
  const { flow } = parseFlow(text, 'yaml');
  return {
    definition: compiled.definition,
    recorded,
    rounds: (path) => recomputeRounds(flow!, compiled, recorded, startedAt + 1e9, { path, from: 0, count: 20 }),
    recomputed: (changes = {}, now = startedAt + 1e9) => recompute(flow!, compiled, { ...recorded, ...changes }, now),
  };

  function answerCall({ arguments: given }: { arguments: Json }, _: number, now: number): TaskAnswer {
    const { path, step, kind, input: sent } = given as JsonObject & { path: string; step: string };
    if (kind === 'endOfRun') return { output: null };
    const own = platform.answer(given as JsonObject, now);
    if (own) return own;
    const before = effects.get(path);
    const known: Answer | Answer[] = answers[path] ?? answers[step] ?? { output: { status: 200 } };
    const answer = Array.isArray(known) ? (known[before?.tries.length ?? 0] ?? known.at(-1)!) : known;
    const started = { startedAt: formatTime(now) };
    const claimed = {
      path,
      status: 'claimed' as const,
      ...started,
      tries: [...(before?.tries ?? []), started],
      input: null,
    };
    if (answer === 'silent') {
      effects.set(path, claimed);
      return 'silent';
    }
    const times = { ...started, endedAt: formatTime(now + (answer.after ?? 0) * 1000) };
    const error = 'code' in answer ? { code: answer.code, message: answer.message } : undefined;
    const tries = [...(before?.tries ?? []), { ...times, ...(error && { error }) }];
    const outcome =
      'code' in answer
        ? { status: 'failed' as const, error: error! }
        : { status: 'succeeded' as const, output: answer.output };
    effects.set(path, { path, ...times, tries, input: sent ?? null, ...outcome });
    if ('output' in answer) return { output: answer.output, after: answer.after ?? 0 };
    const cause = JSON.stringify({
      errorType: answer.code,
      errorMessage: JSON.stringify({ message: answer.message, step }),
    });
    return { error: answer.code, cause, after: answer.after ?? 0 };
  }
}

/** `path status attempts` of every step. */
export const linesOf = (steps: RecomputedStep[]) =>
  steps.map(({ path, status, attempts }) => `${path} ${status} ${attempts}`);

/** The step of that path. */
export const stepAt = (steps: RecomputedStep[], path: string) => steps.find((step) => step.path === path)!;
