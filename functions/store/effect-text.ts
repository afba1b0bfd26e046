import type { Json } from '#flows/language/json.ts';
import type { Failure } from '#flows/text/failure.ts';
import type { EffectClaim, EffectEnd, Try } from './effect.ts';

/** Bytes that the record of an action may have with its output, so that it stays below an item's 400 KB. */
const recordLimit = 390_000;

/** Bytes of the input that a record keeps at most. */
const inputLimit = 100_000;

/** Bytes of all tries together, and characters of the sentence of an earlier one where they are more. */
const triesLimit = 40_000;
const shortSentence = 100;

/** Bytes of everything else: times, the error once more, the beginning of a large output, the keys. */
const rest = 40_000;

/**
 * How a call ended as JSON text, for the attribute that lies beside `output` (JSON text): each part is encoded once, and
 * all of them together fit into one item, whatever the call was given and answered.
 */
export function endText(claim: EffectClaim, end: EffectEnd, output: string): string {
  const { endedAt, error, warning, whole, input } = end;
  const { startedAt, attempt } = claim;
  const tried: Try = {
    startedAt,
    endedAt,
    ...(attempt !== undefined && { attempt }),
    ...(error && { error }),
  };
  const tries = shortTries([...claim.before, tried]);
  const room = recordLimit - rest - Buffer.byteLength(output) - Buffer.byteLength(JSON.stringify(tries));
  return JSON.stringify({
    startedAt: claim.claimedAt,
    endedAt,
    error,
    warning,
    whole,
    tries,
    sent: bounded(input, Math.min(inputLimit, room)),
  });
}

/** The tries as a record keeps them: of too many long errors only the last is kept whole. */
export function shortTries(tries: readonly Try[]): readonly Try[] {
  if (Buffer.byteLength(JSON.stringify(tries)) <= triesLimit) return tries;
  return tries.map((one, index) =>
    one.error && index < tries.length - 1 ? { ...one, error: shortened(one.error) } : one,
  );
}

function shortened({ code, message }: Failure): Failure {
  return { code, message: message.length <= shortSentence ? message : `${message.slice(0, shortSentence)}…` };
}

function bounded(input: Json, limit: number): Json {
  const text = JSON.stringify(input);
  const bytes = Buffer.byteLength(text);
  return bytes <= limit ? input : tooLargeToKeep(text, bytes);
}

/** What a record shows of a giant input, given as JSON text of so many bytes: its beginning. */
export function tooLargeToKeep(text: string, bytes: number): { [name: string]: Json } {
  return { tooLargeToKeep: true, bytes, beginning: text.slice(0, 2000) };
}
