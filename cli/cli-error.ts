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

/** An answer of the server that is not a success; its words are already in the language of the terminal. */
export class ServerError extends Error {
  readonly status: number;
  readonly body: ServerErrorBody;

  constructor(status: number, body: ServerErrorBody) {
    super(body.message);
    this.name = 'ServerError';
    this.status = status;
    this.body = body;
  }
}

export interface ServerErrorBody {
  code: string;
  message: string;
  help?: string | undefined;
  field?: string | undefined;
  problems?: unknown[] | undefined;
}
