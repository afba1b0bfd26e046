import { knownRounds, mostRounds } from '#flows/compiler/rounds.ts';
import type { Duration, ForEachStep, RepeatStep, Step, Value, WaitStep } from '#flows/language/flow.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { anything, either, type Known, listOf, mayBe, objectOf, oneOf, shapeWords, text } from '../shape/shape.ts';
import { checkAnswer } from './check-answer.ts';
import { checkCondition } from './check-condition.ts';
import { checkInputs } from './check-inputs.ts';
import { checkValue } from './check-value.ts';
import type { Checking } from './checking.ts';
import { itemOf } from './field-of.ts';
import { isTime } from './iso-time.ts';
import { mayCollapse } from './may-collapse.ts';
import { failed, runWithin, Scope } from './scope.ts';

const none: Known = { shape: { kind: 'null' }, missing: false };

/**
 * Checks every value of the steps where it stands, and returns what is known about the output of the last one: null
 * when there is none.
 */
export function checkSteps(checking: Checking, steps: readonly Step[], outer: Scope): Known {
  return checkInto(new Scope({}, outer), checking, steps);
}

/** The same; `scope` then has the variables of the steps. */
function checkInto(scope: Scope, checking: Checking, steps: readonly Step[]): Known {
  let last = none;
  for (const step of steps) {
    const known = outputOf(checking, step, scope);
    const output = checking.isLost(step.pointer) ? anything : known;
    const errors = errorsOf(checking, step, scope);
    if (step.disabled) {
      scope.set(step.id, anything);
    } else {
      last = either([output, ...errors]);
      scope.set(step.id, errors.length > 0 ? either([output, failed]) : output);
    }
  }
  return last;
}

/** What the value of the step may be when it fails and the flow goes on. */
function errorsOf(checking: Checking, { id, onError }: Step, scope: Scope): Known[] {
  if (onError === undefined || onError === 'fail') return [];
  return [onError === 'continue' ? failed : checkSteps(checking, onError, new Scope({ [id]: failed }, scope))];
}

function outputOf(checking: Checking, step: Step, scope: Scope): Known {
  const list = (steps: readonly Step[], own: Record<string, Known> = {}) =>
    checkSteps(checking, steps, new Scope(own, scope));
  const value = (of: Value) => checkValue(checking, of, { scope });
  checkTimeSpan(checking, step.timeout, scope);
  switch (step.kind) {
    case 'action': {
      const action = checking.action(step.use);
      checkInputs(checking, step.with, action?.input, { scope, changing: true });
      return action ? { shape: checking.shape(action.output, 'output'), missing: false } : anything;
    }
    case 'if':
      checkCondition(checking, step.condition, { scope });
      return either([list(step.then), list(step.else)]);
    case 'switch':
      checkCases(checking, step, value(step.value));
      return either([...step.cases.map(({ steps }) => list(steps)), list(step.default)]);
    case 'forEach': {
      const items = value(step.items);
      checkIsList(checking, items, [...step.pointer, 'forEach']);
      const result = list(step.steps, {
        [step.as]: { ...itemOf(items), missing: false },
        run: runInLoop(checking, step),
      });
      const results = step.onItemError === 'continue' ? either([result, failed]) : result;
      return objectOf({ results: listOf(results.shape) });
    }
    case 'repeat':
      return repeated(checking, step, scope);
    case 'parallel':
      return objectOf(Object.fromEntries(step.branches.map(({ name, steps }) => [name, list(steps)])));
    case 'wait':
      return waited(checking, step.wait, step.pointer, scope);
    case 'set': {
      // A value without a result is remembered as null.
      const fields = step.values.map(({ name, value: of }): [string, Known] => {
        const known = value(of);
        if (of.kind === 'expression' && mayCollapse(of.expression.source, known.shape)) {
          checking.report('listMayCollapse', {}, of.pointer);
        }
        return [name, orNull(known)];
      });
      return objectOf(Object.fromEntries(fields));
    }
    case 'call': {
      value(step.with);
      return objectOf(step.await ? { run: text, output: anything } : { run: text });
    }
    case 'try':
      return either([list(step.steps), list(step.catch, { [step.id]: failed })]);
    case 'stop':
      if (step.output) checkAnswer(checking, step.output, { scope });
      if (step.message) value(step.message);
      return anything;
  }
}

function orNull({ shape, missing }: Known): Known {
  return missing ? { shape: oneOf([shape, none.shape]), missing: false } : { shape, missing };
}

function checkIsList({ report }: Checking, { shape }: Known, pointer: Pointer): void {
  if (!mayBe(shape, 'list', 'null')) report('notAList', { actual: shapeWords(shape) }, pointer);
}

function checkCases({ report }: Checking, step: Extract<Step, { kind: 'switch' }>, { shape }: Known): void {
  if (shape.kind !== 'text' || !shape.words) return;
  for (const { match, pointer } of step.cases) {
    if (!shape.words.includes(match))
      report(
        'neverEqual',
        { value: match, choices: shape.words.join(', '), suggestion: nearest(match, shape.words) },
        pointer,
        'key',
      );
  }
}

function runInLoop(checking: Checking, step: ForEachStep | RepeatStep): Known {
  const around = checking.declarations.filter(
    ({ kind, step: { kind: of }, pointer }) =>
      kind === 'step' &&
      (of === 'forEach' || of === 'repeat') &&
      pointer.every((key, index) => key === step.pointer[index]) &&
      (pointer.length === step.pointer.length || step.pointer[pointer.length] === 'do'),
  );
  return runWithin(
    checking,
    around.map(({ name }) => name),
  );
}

function repeated(checking: Checking, step: RepeatStep, scope: Scope): Known {
  checkTimeSpan(checking, step.every, scope);
  checkTimeSpan(checking, step.atMost, scope);
  const rounds = knownRounds(step);
  if (rounds !== undefined && rounds > mostRounds)
    checking.report('tooManyRounds', { rounds, limit: mostRounds }, [...step.pointer, 'repeat', 'atMost']);
  const inner = new Scope({ run: runInLoop(checking, step) }, scope);
  const last = checkInto(inner, checking, step.steps);
  checkCondition(checking, step.until, { scope: inner });
  return last;
}

function checkTimeSpan(checking: Checking, time: Duration | undefined, scope: Scope): void {
  if (time === undefined || typeof time === 'number') return;
  const { shape } = checkValue(checking, time, { scope });
  if (!mayBe(shape, 'text', 'number'))
    checking.report('wrongType', { expected: '@duration', actual: shapeWords(shape) }, time.pointer);
}

function waited(checking: Checking, wait: WaitStep['wait'], pointer: Pointer, scope: Scope): Known {
  if (wait.kind === 'until') {
    const { shape } = checkValue(checking, wait.at, { scope });
    const at = [...pointer, 'wait', 'until'];
    if (!mayBe(shape, 'text', 'number'))
      checking.report('wrongType', { expected: '@time', actual: shapeWords(shape) }, at);
    if (wait.at.kind === 'literal' && typeof wait.at.value === 'string' && !isTime(wait.at.value)) {
      checking.report('invalidTime', { value: wait.at.value }, at);
    }
  }
  if (wait.kind === 'for') checkTimeSpan(checking, wait.time, scope);
  if (wait.kind !== 'event' && wait.kind !== 'callback') return none;
  checkTimeSpan(checking, wait.timeout, scope);
  if (wait.kind === 'callback') return anything;
  const trigger = checking.trigger(wait.event);
  const event = trigger ? { shape: checking.shape(trigger.output, 'output'), missing: false } : anything;
  if (wait.match) checkCondition(checking, wait.match, { scope: new Scope({ event }, scope) });
  return event;
}
