import { scopeOf } from '#flows/engine/scope.ts';
import { type Cursor, type Outcome, setTimer } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateAs } from '#flows/engine/template.ts';
import { parseTime } from '#flows/language/iso-time.ts';
import type { WaitState } from '../definition/machine.ts';

const longest = 99_999_999;

/** Wait goes on after some seconds or at a time; at once when that is past. */
export async function enterWait(cursor: Cursor, state: WaitState): Promise<Outcome> {
  const at = state.timestamp
    ? await timestamp(cursor, state)
    : cursor.session.now + (await seconds(cursor, state)) * 1000;
  if (at <= cursor.session.now) return { leave: state.leave };
  cursor.session.watch?.(cursor, 'TimerSet', { at });
  cursor.thread.pending = { kind: 'timer', timer: setTimer(cursor.session, at) };
  return 'wait';
}

async function seconds(cursor: Cursor, state: WaitState): Promise<number> {
  const value = await evaluateAs<number>(state.seconds!, scopeOf(cursor), 'number', 'Seconds');
  if (Number.isInteger(value) && value >= 0 && value <= longest) return value;
  throw wrong(`The Seconds field must be a whole number from 0 to ${longest} but was: ${value}`, 'Seconds');
}

async function timestamp(cursor: Cursor, state: WaitState): Promise<number> {
  const text = await evaluateAs<string>(state.timestamp!, scopeOf(cursor), 'string', 'Timestamp');
  const at = parseTime(text);
  if (at !== undefined) return at;
  throw wrong(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`,
    'Timestamp',
  );
}

function wrong(message: string, field: string): StateFailure {
  return new StateFailure('States.QueryEvaluationError', message, field);
}
