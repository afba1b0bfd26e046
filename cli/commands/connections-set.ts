import { ApiError } from '#functions/contract/api-error.ts';
import { CliError } from '../cli-error.ts';
import type { Command, Context } from '../command.ts';

/** Creates or changes a connection. With `--connector` it is a new one, unless `--over` says otherwise. */
export const connectionsSet: Command = {
  usage:
    'connections set NAME --connector C FIELD=VALUE... [--from-env FIELD=VARIABLE] [--from-stdin FIELD] [--remove FIELD] [--over]',
  options: {
    connector: { type: 'string' },
    'from-env': { type: 'string', multiple: true },
    'from-stdin': { type: 'string' },
    remove: { type: 'string', multiple: true },
    over: { type: 'boolean' },
  },
  async run(context) {
    const { line, output, api } = context;
    const [name, ...words] = line.words;
    if (name === undefined) throw new CliError('missing', { usage: connectionsSet.usage });
    const given = line.options.connector as string | undefined;
    const fields = await readFields(context, words);
    const isNew = given !== undefined && !line.options.over;
    const before = isNew ? undefined : await savedConnection(context, name);
    const connector = given ?? before?.connector;
    if (connector === undefined) throw new CliError('noConnectorGiven', { name });
    const body = { connector, fields, revision: before?.revision ?? 0 };
    const saved = await api.saveConnection({ params: { name }, body });
    output.say('connectionSaved', { name: saved.name, connector: saved.connector });
    if (saved.hook) output.line(`  ${saved.hook.trigger}  ${saved.hook.url}`);
    output.result(saved);
    return true;
  },
};

/** Undefined when the server has no connection of this name. */
async function savedConnection({ api }: Context, name: string) {
  try {
    return await api.getConnection({ params: { name } });
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
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
