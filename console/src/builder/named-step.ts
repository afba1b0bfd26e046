import { eachStep } from '#flows/language/each-step.ts';
import type { Step } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Language } from '../i18n/language.svelte.ts';

/**
 * A new step with a name that tells its reader what it is, unlike that of any other step. In English its id does that
 * already; ids are ASCII, since expressions name steps by them.
 */
export function namedStep(step: JsonObject, title: string, language: Language, others: readonly Step[]): JsonObject {
  if (language === 'en') return step;
  const taken = new Set(eachStep(others).map(({ name }) => name));
  let name = title;
  for (let number = 2; taken.has(name); number += 1) name = `${title} ${number}`;
  const { id, ...rest } = step;
  return { id: id ?? '', name, ...rest };
}
