import { isObject, type Json } from '#flows/language/json.ts';
import { checkFields } from './check-fields.ts';
import { inside, list, plainNumber, type Reader, refuse, template, text } from './definition-reader.ts';
import type { Catcher, Retrier } from './machine.ts';
import { parseAssign } from './parse-leave.ts';

const retrierFields = [
  ...['ErrorEquals', 'IntervalSeconds', 'MaxAttempts'],
  ...['BackoffRate', 'MaxDelaySeconds', 'JitterStrategy'],
];

/** How a state retries and catches errors. */
export function parseCaught(reader: Reader): { retry: Retrier[]; catch: Catcher[] } {
  const retriers = list(reader, 'Retry');
  const catchers = list(reader, 'Catch');
  checkOrder(reader, 'Retry', retriers);
  checkOrder(reader, 'Catch', catchers);
  return {
    retry: retriers.map((retrier, index) => parseRetrier(inside(reader, retrier, `Retry[${index}]`))),
    catch: catchers.map((catcher, index) =>
      parseCatcher(inside(reader, catcher, `Catch[${index}]`), `Catch[${index}]/`),
    ),
  };
}

function checkOrder(reader: Reader, field: string, members: Json[]): void {
  for (const [index, member] of members.slice(0, -1).entries()) {
    if (!isObject(member) || !Array.isArray(member.ErrorEquals) || !member.ErrorEquals.includes('States.ALL')) continue;
    refuse(reader, 'States.ALL must appear in the last entry', `${field}[${index}]/ErrorEquals`);
  }
}

function parseRetrier(reader: Reader): Retrier {
  const { MaxDelaySeconds, JitterStrategy } = reader.fields;
  checkFields(reader, retrierFields);
  if (JitterStrategy !== undefined && JitterStrategy !== 'FULL' && JitterStrategy !== 'NONE') {
    refuse(reader, 'Value should be one of the following: [FULL, NONE]', 'JitterStrategy');
  }
  return {
    errors: parseErrors(reader),
    interval: plainNumber(reader, 'IntervalSeconds', 1, 1),
    maxAttempts: plainNumber(reader, 'MaxAttempts', 3, 0),
    backoffRate: parseBackoffRate(reader),
    maxDelay: MaxDelaySeconds === undefined ? undefined : plainNumber(reader, 'MaxDelaySeconds', 1, 1, 31_622_400),
    jitter: JitterStrategy === 'FULL',
  };
}

function parseBackoffRate(reader: Reader): number {
  const rate = reader.fields.BackoffRate ?? 2;
  if (typeof rate !== 'number') refuse(reader, 'Expected value of type Number', 'BackoffRate');
  else if (rate < 1) refuse(reader, 'Minimum value is 1.0', 'BackoffRate');
  else return rate;
  return 2;
}

function parseCatcher(outer: Reader, prefix: string): Catcher {
  const reader: Reader = { ...outer, prefix, sees: '$states.errorOutput' };
  checkFields(reader, ['ErrorEquals', 'Next', 'ResultPath', 'Assign', 'Output']);
  const next = text(reader, 'Next');
  if (next === undefined) refuse(reader, 'These fields are required: [Next]');
  return {
    errors: parseErrors(reader),
    leave: { next, assign: parseAssign(reader), output: template(reader, 'Output') },
  };
}

function parseErrors(reader: Reader): string[] {
  const errors = list(reader, 'ErrorEquals');
  if (errors.length === 0) refuse(reader, 'These fields are required: [ErrorEquals]');
  if (errors.includes('States.ALL') && errors.length > 1) {
    refuse(reader, 'States.ALL must appear alone', 'ErrorEquals');
  }
  for (const [index, error] of errors.entries()) {
    if (typeof error !== 'string') refuse(reader, 'Expected value of type String', `ErrorEquals[${index}]`);
  }
  return errors.filter((error: Json): error is string => typeof error === 'string');
}
