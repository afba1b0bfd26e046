import type { Value } from '#flows/language/flow.ts';
import { anything, type Known } from '../shape/shape.ts';
import { checkCondition } from './check-condition.ts';
import { checkInputs } from './check-inputs.ts';
import { checkValue } from './check-value.ts';
import type { Checking } from './checking.ts';
import { triggerScope } from './scope.ts';

/** Checks what the trigger is given and what it lets through; returns what is known about `$trigger`. */
export function checkTrigger(checking: Checking): Known {
  const { trigger, concurrency } = checking.flow;
  const operation = checking.trigger(trigger.use);
  const known = operation ? { shape: checking.shape(operation.output, 'output'), missing: false } : anything;
  const scope = triggerScope(known);
  const dynamic = expressionsIn(trigger.with);
  for (const { pointer } of dynamic) checking.report('expressionNotAllowed', {}, pointer);
  if (dynamic.length === 0) checkInputs(checking, trigger.with, operation?.input, { scope });
  if (trigger.when) checkCondition(checking, trigger.when, { scope });
  if (concurrency?.key) checkValue(checking, concurrency.key, { scope });
  return known;
}

function expressionsIn(value: Value): Value[] {
  switch (value.kind) {
    case 'literal':
      return [];
    case 'expression':
    case 'text':
      return [value];
    case 'object':
      return value.entries.flatMap(({ value: of }) => expressionsIn(of));
    case 'list':
      return value.items.flatMap(expressionsIn);
  }
}
