import { resolve } from 'node:path';
import { FolderError } from '#infra/local/storage/folder-error.ts';
import { CliError } from './cli-error.ts';

/** The data folder that MILLRACE_DATA names, or the server's own default. */
export function dataFolder({ environment }: { environment: Readonly<Record<string, string | undefined>> }): string {
  return resolve(environment.MILLRACE_DATA || '.millrace');
}

/** Does something with a data folder; what is wrong with the folder is told in the person's language. */
export async function withFolder<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FolderError) throw new CliError(error.code, error.params);
    throw error;
  }
}
