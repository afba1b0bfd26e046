import { getEffects } from '#functions/store/effect.ts';
import type { Run } from '#functions/store/run.ts';

/**
 * Whether an EXPRESS run has left a trace of its execution, which cannot be asked for: to start it once more would have
 * it run twice. Of a STANDARD run always false, since its execution is known by its name.
 */
export async function hasBegun({ id, type }: Pick<Run, 'id' | 'type'>): Promise<boolean> {
  return type === 'EXPRESS' && (await getEffects(id)).length > 0;
}
