import { usedNames } from '#flows/expression/used-names.ts';
import { namesOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import { functionsOfFlows, reservedNames } from '#flows/language/expression-functions.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Report } from '../source/problem-list.ts';
import type { Checking } from './checking.ts';

/**
 * Checks that every name of a step or loop item is the flow's only one, and hides nothing that its expressions use: of
 * the functions only those that they call.
 */
export function checkNames({ flow, declarations, report, place }: Checking): void {
  const called = functionsCalled(JSON.stringify(flow));
  const first = new Map<string, number>();
  for (const { kind, name, pointer } of declarations) {
    if (name === '') continue;
    const at = [...pointer, kind === 'item' ? 'as' : 'id'];
    const line = first.get(name);
    if (line !== undefined) report('duplicateName', { name, line }, at);
    else first.set(name, place(at).position?.line ?? 0);
    const hides = Object.hasOwn(functionsOfFlows, name) && called.has(name);
    if (reservedNames.has(name) || name.startsWith('__') || hides) report('reservedName', { name }, at);
  }
}

/** Reports names of variables that hide a function which the compiler itself calls in what it made of the flow. */
export function checkHidden(flow: Flow, made: unknown, report: Report): void {
  const called = functionsCalled(JSON.stringify(made));
  const read = usedNames(flow);
  for (const step of eachEnabledStep(flow.steps)) {
    const isVariable = step.kind === 'set' || read.has(step.id);
    const [, ...items] = namesOf(step);
    if (isVariable && called.has(step.id)) report('reservedName', { name: step.id }, [...step.pointer, 'id']);
    for (const name of items) if (called.has(name)) report('reservedName', { name }, [...step.pointer, 'as']);
  }
}

/** Names of the functions that some JSONata in the text calls. */
function functionsCalled(text: string): Set<string> {
  const calls = text.matchAll(/\$([A-Za-z]\w*)\s*\(|~>\s*\$([A-Za-z]\w*)/g);
  return new Set([...calls].map(([, called, applied]) => called ?? applied ?? ''));
}
