import { jsonata, type State } from '#flows/compiler/asl.ts';
import { mostRounds } from '#flows/compiler/rounds.ts';
import type { RepeatStep } from '#flows/language/steps/repeat.ts';
import { inWords } from '#flows/text/failure.ts';
import { conditionText } from '../text/condition-text.ts';
import { lowerBranch } from './branch.ts';
import { secondsText, waitBounds } from './duration-field.ts';
import {
  addState,
  type Exit,
  evaluated,
  type Frame,
  freeName,
  isWanted,
  jump,
  type Lowering,
  leave,
} from './lowering.ts';
import { catchAround, errorHandler } from './on-error.ts';

/**
 * A repeat: a Parallel of one branch, in which the steps run again and again, with a Choice after them and a Wait between
 * the rounds. Rounds begin at fixed times counted from the first, and once more when the time is over. Its value is that
 * of the last step in the last round.
 */
export function lowerRepeat(lowering: Lowering, step: RepeatStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const handle = errorHandler(lowering, step, frame, exit);
  const branch = lowerBranch(lowering, step, frame, isWanted(lowering, step, exit), (inner, end) =>
    lowerRounds(lowering, step, inner, end),
  );
  Object.assign(state, {
    Type: 'Parallel',
    Branches: [branch],
    ...catchAround(lowering, step, frame, step.steps, handle),
    ...leave(lowering, frame, step, exit, '$states.result[0]'),
  });
}

function lowerRounds(lowering: Lowering, step: RepeatStep, frame: Frame, exit: Exit): string {
  const round = freeName(lowering, `${step.id}_round`);
  const value = freeName(lowering, `${step.id}_value`);
  const helper = (suffix: string, role: 'helper' | 'round' | 'end', state: State) =>
    addState(lowering, frame, step, state, { suffix, role });
  const inner: Frame = {
    ...frame,
    path: { static: `${frame.path.static}${step.id}[#${round}]/`, text: `$${round}.path` },
    counters: [],
  };
  const first: State = { Type: 'Pass', Assign: { [round]: evaluated(frame, firstRound(step, frame)) } };
  const entry = helper('first', 'round', first);
  const check: State = {};
  const judged = helper('until', 'helper', check);
  const began = lowering.list(step.steps, inner, { next: judged, takes: exit.wanted ? [value] : [], wanted: false });
  const Next = began ?? judged;
  const late = { message: inWords({ id: 'neverHeld' }, 'en'), step: step.id };
  const Timestamp = jsonata(
    `$fromMillis($min([$${round}.from + ($floor(($millis() - $${round}.from) / $${round}.every) + 1) * $${round}.every, $${round}.end]))`,
  );
  const counters = inner.counters.map((name) => [name, { tries: 0 }]);
  const Assign = { [round]: jsonata(nextRound(round)), ...Object.fromEntries(counters) };
  Object.assign(first, { Next });
  Object.assign(check, {
    Type: 'Choice',
    Choices: [
      {
        Condition: evaluated(inner, conditionText(step.until)),
        ...jump(lowering, frame, step, exit, began === undefined ? 'null' : `$${value}`),
      },
      {
        Condition: jsonata(`$millis() >= $${round}.end`),
        Next: helper('tooLate', 'end', { Type: 'Fail', Error: 'Timeout', Cause: JSON.stringify(late) }),
      },
    ],
    Default: helper('pause', 'round', { Type: 'Wait', Timestamp, Assign, Next }),
  });
  return entry;
}

/** JSONata of a round: its number, its path, and in milliseconds when rounds began, how far apart they are, and their end. */
function firstRound({ id, every, atMost }: RepeatStep, frame: Frame): string {
  const before = `${frame.path.text === undefined ? '' : `${frame.path.text} & `}${JSON.stringify(`${id}[`)}`;
  const refusal = `$error("repeat makes at most ${mostRounds} rounds: raise every or lower atMost")`;
  const known = typeof every === 'number' && typeof atMost === 'number';
  return `(${[
    `$every := ${secondsText(every, waitBounds('repeat.every', 1))} * 1000`,
    `$time := ${secondsText(atMost, waitBounds('repeat.atMost', 1))} * 1000`,
    ...(known ? [] : [`$ceil($time / $every) < ${mostRounds} ? null : ${refusal}`]),
    '$now := $millis()',
    `$base := ${before}`,
    `{"index": 0, "base": $base, "path": $base & "0]/", "from": $now, "every": $every, "end": $now + $time}`,
  ].join('; ')})`;
}

function nextRound(round: string): string {
  return `($i := $${round}.index + 1; $merge([$${round}, {"index": $i, "path": $${round}.base & $string($i) & "]/"}]))`;
}
