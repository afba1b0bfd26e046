import { expressionFunctions, reservedNames } from '#flows/language/expression-functions.ts';
import type { Checking } from './checking.ts';

/** Checks that every name of a step or loop item is the flow's only one, and hides nothing. */
export function checkNames({ declarations, report, place }: Checking): void {
  const first = new Map<string, number>();
  for (const { kind, name, pointer } of declarations) {
    const at = [...pointer, kind === 'item' ? 'as' : 'id'];
    const line = first.get(name);
    if (line !== undefined) report('duplicateName', { name, line }, at);
    else first.set(name, place(at).position?.line ?? 0);
    if (reservedNames.has(name) || Object.hasOwn(expressionFunctions, name)) report('reservedName', { name }, at);
  }
}
