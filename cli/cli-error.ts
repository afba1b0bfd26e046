import type { CliText } from '#flows/text/terminal.ts';

/** A refusal told to the person at the terminal: a key of flows/text/<language>/cli.json. */
export class CliError extends Error {
  readonly key: CliText;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(key: CliText, params: Record<string, string | number> = {}) {
    super(key);
    this.name = 'CliError';
    this.key = key;
    this.params = params;
  }
}
