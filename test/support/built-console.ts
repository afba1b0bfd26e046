import { join } from 'node:path';
import { buildConsole } from '#infra/local/build-console.ts';

/** Before servers are started side by side: each of them would build the console that is missing. */
export async function setup(): Promise<void> {
  await buildConsole(join(import.meta.dirname, '../..'), 'en');
}
