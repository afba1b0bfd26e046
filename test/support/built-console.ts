import { join } from 'node:path';
import { buildConsole } from '#infra/local/build-console.ts';

/** Before servers are started side by side: each of them would build the console that is missing. */
export default async function builtConsole(): Promise<void> {
  await buildConsole(join(import.meta.dirname, '../..'), 'en');
}
