import type { Client } from '#functions/contract/client.ts';
import type { Output } from './output.ts';

/** What a command gets from its line. */
interface Line {
  /** What stands on the line beside options, in order. */
  words: string[];
  options: Record<string, string | boolean | string[] | undefined>;
}

/** What a command works with. */
export interface Context {
  line: Line;
  output: Output;
  /** Talks to the server; found when first needed, so that commands without one work anywhere. */
  api: Client;
  /** Reads what is piped in. */
  stdin(): Promise<string>;
  environment: Readonly<Record<string, string | undefined>>;
}

/** One word of `millrace`. */
export interface Command {
  /** The line as help shows it, after `millrace`. */
  usage: string;
  options?: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }>;
  /** Whether the command did what it was asked; it has said so by then. */
  run(context: Context): Promise<boolean>;
}
