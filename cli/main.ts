import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { terminalLanguage, text } from '#flows/text/terminal.ts';
import { ApiError } from '#functions/contract/api-error.ts';
import { createApi } from './api.ts';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { commands, findCommand } from './commands.ts';
import { createOutput, type Output } from './output.ts';

const common = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  lang: { type: 'string' },
} as const;

// Whoever reads may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const option = (name: string) => args.includes(name);
  const langAt = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const lang = args[langAt]?.startsWith('--lang=') ? args[langAt]?.slice(7) : args[langAt + 1];
  const output = createOutput(
    (chunk) => process.stdout.write(chunk),
    terminalLanguage(langAt < 0 ? undefined : lang, process.env),
    option('--json'),
  );
  try {
    return await dispatch(args, output);
  } catch (error) {
    tell(error, output);
    return 1;
  }
}

async function dispatch(args: string[], output: Output): Promise<number> {
  const { command, rest } = findCommand(args);
  if (!command) {
    const asked = args.find((arg) => !arg.startsWith('-'));
    if (asked !== undefined && asked !== 'help') throw new CliError('unknownCommand', { command: asked });
    help(output);
    return asked === undefined && !args.includes('--help') && !args.includes('-h') ? 1 : 0;
  }
  const { values, positionals } = parse(command, rest);
  if (values.help) {
    output.line(`millrace ${command.usage}`);
    return 0;
  }
  const done = await command.run({
    line: { words: positionals, options: values },
    output,
    api: createApi(process.env, output.language),
    stdin: () => readAll(process.stdin),
    environment: process.env,
  });
  return done ? 0 : 1;
}

function parse(command: Command, args: string[]) {
  try {
    return parseArgs({ args, options: { ...command.options, ...common }, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const option = /--?[^'\s,=]+/.exec(message)?.[0] ?? '';
    const unknown = code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    throw new CliError(unknown ? 'unknownOption' : 'wrongOption', { option, usage: command.usage });
  }
}

function help(output: Output): void {
  output.say('help');
  for (const { usage } of commands) output.line(`  millrace ${usage}`);
  output.say('helpCommon');
}

function tell(error: unknown, output: Output): void {
  const told = describe(error, output);
  if (output.json) {
    output.result({ error: told });
    return;
  }
  process.stderr.write(`${told.message}\n`);
  if (told.help) process.stderr.write(`${told.help}\n`);
}

function describe(error: unknown, output: Output): { code: string; message: string; help?: string | undefined } {
  if (error instanceof ApiError) return error.toJSON();
  if (error instanceof CliError) {
    return { code: error.key, message: text(output.language, error.key, error.params) };
  }
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}
