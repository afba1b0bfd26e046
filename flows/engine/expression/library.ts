import jsonata from 'jsonata';
import { boundedFunctions } from './bounded-functions.ts';
import type { Natives } from './native.ts';
import { stepFunctions } from './step-functions.ts';

/** The functions that every expression sees in place of, or beside, JSONata's own; `natives` are those replaced. */
export const library: Promise<{ functions: Natives; natives: Natives }> = prepareLibrary();

async function prepareLibrary() {
  const own = { ...stepFunctions, ...boundedFunctions };
  const everyName = `{${Object.keys(own).map((name) => `"${name}": $${name}`)}}`;
  const host = jsonata(everyName);
  for (const [name, { signature, implementation }] of Object.entries(own)) {
    host.registerFunction(name, implementation, signature);
  }
  const [functions, natives] = await Promise.all([host.evaluate(undefined), jsonata(everyName).evaluate(undefined)]);
  return { functions, natives };
}
