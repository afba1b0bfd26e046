import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '#functions/contract/client.ts';
import { askServer } from '#infra/local/control/ask-server.ts';
import { CliError } from './cli-error.ts';
import { dataFolder } from './data-folder.ts';

const local = 'http://127.0.0.1:4310';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The server that MILLRACE_URL and MILLRACE_TOKEN name; without them the one that runs on the data folder. Its calls throw
 * ApiError, or CliError when there is no server or no token.
 */
export function createApi(environment: Environment, language: string): Client {
  let address: Promise<string> | undefined;
  return createClient({
    async fetch(path, init) {
      address ??= serverUrl(environment);
      const url = await address;
      try {
        return await fetch(`${url}${path}`, init);
      } catch {
        throw new CliError('noServer', { url });
      }
    },
    headers: () => ({ authorization: `Bearer ${tokenOf(environment)}`, 'accept-language': language }),
  });
}

/** Address of the server that commands talk to: the server on the data folder says where it listens. */
export async function serverUrl(environment: Environment): Promise<string> {
  const url = environment.MILLRACE_URL || (await runningServer(environment)) || local;
  return url.replace(/\/+$/, '');
}

/** Undefined when no server runs on the data folder, or it cannot be asked. */
async function runningServer(environment: Environment): Promise<string | undefined> {
  try {
    return await askServer<string>(dataFolder({ environment }), { do: 'address' });
  } catch {
    return undefined;
  }
}

function tokenOf(environment: Environment): string {
  if (environment.MILLRACE_TOKEN) return environment.MILLRACE_TOKEN;
  const file = join(dataFolder({ environment }), 'token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CliError('noToken', { file });
  }
}
