import type { Json } from '#flows/language/json.ts';
import type { Language } from '#flows/text/language.ts';
import { type CliText, text } from '#flows/text/terminal.ts';

/** Where a command says what it did: one JSON document with `--json`, lines for people without. */
export interface Output {
  language: Language;
  /** True when the caller reads JSON. */
  json: boolean;
  /** The command's result: the whole of standard output with `--json`, nothing without. */
  result(value: unknown): void;
  /** A line for people; nothing with `--json`. */
  say(key: CliText, params?: Record<string, string | number>): void;
  /** A line for people in words from elsewhere. */
  line(words: string): void;
  /** A table for people, columns under each other. */
  table(rows: string[][]): void;
  /** Words in the language of the terminal, for use within a line. */
  word(key: CliText, params?: Record<string, string | number>): string;
}

/** Output to a stream; `json` chooses between a document and lines. */
export function createOutput(write: (chunk: string) => void, language: Language, json: boolean): Output {
  const line = (words: string) => {
    if (!json) write(`${words}\n`);
  };
  const word = (key: CliText, params: Record<string, string | number> = {}) => text(language, key, params);
  return {
    language,
    json,
    result: (value) => {
      if (json) write(`${JSON.stringify(value as Json, null, 2)}\n`);
    },
    say: (key, params) => line(word(key, params)),
    line,
    table: (rows) => {
      const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, width(cell))), []);
      for (const row of rows) {
        line(
          row
            .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
            .join('  ')
            .trimEnd(),
        );
      }
    },
    word,
  };
}

// Chinese characters take two columns of a terminal.
function width(cell: string): number {
  return [...cell].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(char)
        ? 2
        : 1),
    0,
  );
}
