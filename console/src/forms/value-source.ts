import type { Json } from '#flows/language/json.ts';
import { canShow, type Input, isFromData } from './input-of.ts';

/** Where a value comes from: the person wrote it, or an expression gives it when the flow runs. */
export type ValueSource = 'fixed' | 'data';

/** Whether data stands among what is typed, so that nobody has to say which of both it is. */
export function mixesData({ kind }: Input): boolean {
  return kind === 'text' || kind === 'code' || kind === 'any' || kind === 'oneOf';
}

/** Where a value comes from; `chosen` is what the person said while nothing, or only a text, is written. */
export function sourceOf(input: Input, value: Json | undefined, chosen: ValueSource | undefined): ValueSource {
  if (value === undefined) return chosen ?? 'fixed';
  if (typeof value === 'string' && chosen === 'data') return 'data';
  return canShow(input, value) ? 'fixed' : 'data';
}

/** What is left of a value when the person says that it comes from elsewhere. */
export function afterChoosing(input: Input, value: Json | undefined, chosen: ValueSource): Json | undefined {
  if (value === undefined) return undefined;
  return (chosen === 'fixed' ? canShow(input, value) : isFromData(value)) ? value : undefined;
}
