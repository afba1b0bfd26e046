import { CliError, ServerError } from '../cli-error.ts';
import type { Command, Context } from '../command.ts';

/** Creates or changes a connection. */
export const connectionsSet: Command = {
  usage:
    'connections set NAME --connector C FIELD=VALUE... [--from-env FIELD=VARIABLE] [--from-stdin FIELD] [--remove FIELD]',
  options: {
    connector: { type: 'string' },
    'from-env': { type: 'string', multiple: true },
    'from-stdin': { type: 'string' },
    remove: { type: 'string', multiple: true },
  },
  async run(context) {
    const { line, output, api } = context;
    const [name, ...words] = line.words;
    if (name === undefined) throw new CliError('missing', { usage: connectionsSet.usage });
    const connector = line.options.connector as string | undefined;
    const saved = await api('saveConnection', {
      params: { name },
      body: { connector: connector ?? (await connectorOf(context, name)), fields: await readFields(context, words) },
    });
    output.say('connectionSaved', { name: saved.name, connector: saved.connector });
    if (saved.hook) output.line(`  ${saved.hook.trigger}  ${saved.hook.url}`);
    output.result(saved);
    return true;
  },
};

async function connectorOf({ api }: Context, name: string): Promise<string> {
  try {
    return (await api('getConnection', { params: { name } })).connector;
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) throw new CliError('noConnectorGiven', { name });
    throw error;
  }
}

async function readFields(
  { line, environment, stdin }: Context,
  words: string[],
): Promise<Record<string, string | null>> {
  const {
    'from-env': variables,
    'from-stdin': piped,
    remove,
  } = line.options as {
    'from-env'?: string[];
    'from-stdin'?: string;
    remove?: string[];
  };
  const fields: Record<string, string | null> = Object.fromEntries(words.map(pair));
  for (const [field, variable] of (variables ?? []).map(pair)) {
    const value = environment[variable];
    if (!value) throw new CliError('noVariable', { variable, field });
    fields[field] = value;
  }
  if (piped !== undefined) fields[piped] = (await stdin()).replace(/\r?\n$/, '');
  for (const field of remove ?? []) fields[field] = null;
  return fields;
}

function pair(word: string): [string, string] {
  const at = word.indexOf('=');
  if (at < 1) throw new CliError('badPair', { word });
  return [word.slice(0, at), word.slice(at + 1)];
}
