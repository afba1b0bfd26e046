/** What became of one case. `causeDiffers`: right but for the text of the cause, which is told apart. */
export interface Verdict {
  outcome: 'passed' | 'failed' | 'skipped';
  /** The first difference, or the rule by which it was skipped. */
  why?: string;
  causeDiffers?: string;
}

/** A verdict for a difference; passed when there is none. */
export function judged(difference: string | undefined): Verdict {
  return difference === undefined ? { outcome: 'passed' } : { outcome: 'failed', why: difference };
}

/** Values for people to compare. */
export function differs(what: string, recorded: unknown, actual: unknown): string {
  return `${what}: recorded ${shortened(recorded)}, here ${shortened(actual)}`;
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
