/** Where a text stops being JSON, lines and columns from 1. `error` is what JSON.parse threw about it. */
export function jsonFault(text: string, error: unknown): { line: number; column: number } {
  const before = text.slice(0, positionOf(text, error as Error)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function positionOf(text: string, { message }: Error): number {
  const told = /at position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  if (/end of JSON input/.test(message)) return text.length;
  // Mostly V8 tells the character and not the place: the shortest beginning that is more than cut off ends there.
  let [good, bad] = [0, text.length];
  while (good + 1 < bad) {
    const middle = Math.floor((good + bad) / 2);
    if (isCutOff(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return Math.max(0, bad - 1);
}

function isCutOff(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const { message } = error as Error;
    const position = Number(/at position (\d+)/.exec(message)?.[1] ?? -1);
    return /end of JSON input|Unterminated/.test(message) || position >= beginning.length;
  }
}
