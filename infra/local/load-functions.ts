import { join } from 'node:path';
import { blueprint } from '../blueprint.ts';
import type { LambdaFunction } from './lambda/run-handler.ts';

/** The blueprint's functions under their full names, loaded from this project. */
export async function loadFunctions(root: string): Promise<Record<string, LambdaFunction>> {
  const loaded = await Promise.all(
    blueprint.functions.map(async ({ name, entry, timeoutSeconds, memoryMB }) => {
      const { handler } = (await import(join(root, entry))) as { handler: LambdaFunction['handler'] };
      return [`${blueprint.functionPrefix}${name}`, { handler, timeoutSeconds, memoryMB }] as const;
    }),
  );
  return Object.fromEntries(loaded);
}
