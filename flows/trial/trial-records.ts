import type { RecordedEffect } from '#flows/history/recorded-run.ts';
import { formatTime } from '#flows/language/iso-time.ts';
import type { Json } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';

/** One call of a step: what it was asked, and how it ended, if it did. Times in milliseconds since 1970. */
export interface TrialCall {
  path: string;
  /** Of an action. */
  attempt?: number;
  input: Json;
  startedAt: number;
  end?: { at: number } & ({ output: Json } | { error: Failure });
}

/** Keeps what became of the calls of a dry run, as the effect records keep those of a real one. */
export class TrialRecords {
  readonly effects = new Map<string, RecordedEffect>();
  /** Characters of JSON that are kept. */
  size = 0;

  /** How often the step of that path was called. */
  count(path: string): number {
    return this.effects.get(path)?.tries.length ?? 0;
  }

  /** Adds a call as the newest try of its path. */
  note({ path, attempt, input, startedAt, end }: TrialCall): void {
    const begun = formatTime(startedAt);
    const outcome = end && (end as { output?: Json; error?: Failure });
    const times = { startedAt: begun, ...(end && { endedAt: formatTime(end.at) }) };
    const error = outcome?.error && { error: outcome.error };
    const tries = [
      ...(this.effects.get(path)?.tries ?? []),
      { ...times, ...error, ...(attempt !== undefined && { attempt }) },
    ];
    const status = outcome === undefined ? 'claimed' : outcome.error ? 'failed' : 'succeeded';
    const output = outcome && 'output' in outcome ? { output: outcome.output! } : {};
    this.#put({ path, status, ...times, tries, input: end ? input : null, ...output, ...error });
  }

  /** Ends the waiting of a step that nobody answered. */
  giveUp(path: string, at: number, error: Failure): void {
    const waiting = this.effects.get(path);
    if (waiting) this.#put({ ...waiting, status: 'failed', endedAt: formatTime(at), error });
  }

  #put(effect: RecordedEffect): void {
    this.size += JSON.stringify([effect.input, effect.output ?? null]).length;
    this.effects.set(effect.path, effect);
  }
}
