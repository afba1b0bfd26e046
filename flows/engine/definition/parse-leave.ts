import { isObject } from '#flows/language/json.ts';
import { type Reader, refuse, template, text } from './definition-reader.ts';
import type { Leave, Template } from './machine.ts';

/** Where a state leads and what it keeps. `result`: its expressions see what its work gave. */
export function parseLeave(outer: Reader, result: boolean): Leave {
  const reader: Reader = result ? { ...outer, sees: '$states.result' } : outer;
  return { next: text(reader, 'Next'), assign: parseAssign(reader), output: template(reader, 'Output') };
}

/** Notes when a state neither goes on nor ends, or both. */
export function checkWayOut(reader: Reader): void {
  const { Next, End } = reader.fields;
  if (End !== undefined && typeof End !== 'boolean') refuse(reader, 'Expected value of type Boolean', 'End');
  else if (Next === undefined && End !== true) refuse(reader, 'These fields are required: [Next] or [End]');
  else if (Next !== undefined && End === true) refuse(reader, onlyOne('Next', 'End'));
}

/** What is said of fields that exclude each other. */
export function onlyOne(...fields: string[]): string {
  return `There should only be one of the following fields: [${fields.join(', ')}]`;
}

/** The variables that a state, rule or catcher assigns. */
export function parseAssign(reader: Reader): Template | undefined {
  const { Assign } = reader.fields;
  if (Assign === undefined) return undefined;
  if (!isObject(Assign)) {
    refuse(reader, 'Expected value of type Object', 'Assign');
    return undefined;
  }
  for (const name of Object.keys(Assign)) {
    if (!/^\p{ID_Start}\p{ID_Continue}{0,79}$/u.test(name) || name === 'states') {
      refuse(reader, `'${name}' is not a valid variable name`, 'Assign');
    }
  }
  return template(reader, 'Assign');
}
