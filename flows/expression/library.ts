import jsonata from 'jsonata';
import { expressionFunctions } from '#flows/language/expression-functions.ts';
import { boundedFunctions } from './bounded-functions.ts';
import { type Focus, type Native, type Natives, runOf } from './native.ts';
import { stepFunctions } from './step-functions.ts';

/** The functions that every expression sees in place of, or beside, JSONata's own; `natives` are those replaced. */
export const library: Promise<{ functions: Natives; natives: Natives }> = prepareLibrary();

async function prepareLibrary() {
  const own = { ...stepFunctions, ...boundedFunctions };
  const host = jsonata(everyName(Object.keys(own)));
  for (const [name, { signature, implementation }] of Object.entries(own)) {
    host.registerFunction(name, implementation, signature);
  }
  const names = Object.keys(expressionFunctions);
  const [functions, natives] = await Promise.all([
    host.evaluate(undefined) as Promise<Natives>,
    jsonata(everyName(names)).evaluate(undefined) as Promise<Natives>,
  ]);
  const others = Object.entries(natives).filter(([name]) => !(name in own) && !glances.includes(name));
  const paying = Object.fromEntries(others.map(([name, native]) => [name, paid(native)]));
  return { functions: { ...paying, ...functions }, natives };
}

/** They take one look at a list or object, however large. */
const glances: readonly string[] = ['count', 'exists', 'type'];

function everyName(names: string[]): string {
  return `{${names.map((name) => `"${name}": $${name}`)}}`;
}

/** A function of JSONata's own that pays for looking at what it is given, also where another function calls it. */
function paid(native: Native): Native {
  const { implementation } = native;
  function paying(this: Focus, ...given: unknown[]) {
    const { budget } = runOf(this);
    for (const value of given) budget.look(value);
    return implementation.apply(this, given);
  }
  // JSONata reads the parameters of a function from its text, and how many they are.
  Object.defineProperty(paying, 'length', { value: implementation.length });
  Object.defineProperty(paying, 'toString', { value: () => implementation.toString() });
  return { ...native, implementation: paying };
}
