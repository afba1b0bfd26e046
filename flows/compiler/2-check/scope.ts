import { callbacksIn, callbacksSeen } from '#flows/compiler/callbacks.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { type Known, number, objectOf, text } from '../shape/shape.ts';
import type { Part } from '../source/locate.ts';
import type { Checking, Declaration } from './checking.ts';

/** The variables that can be used at one place of the flow. */
export class Scope {
  private readonly variables: Map<string, Known>;
  private readonly outer: Scope | undefined;

  constructor(variables: Record<string, Known>, outer?: Scope) {
    this.variables = new Map(Object.entries(variables));
    this.outer = outer;
  }

  set(name: string, known: Known): void {
    this.variables.set(name, known);
  }

  get(name: string): Known | undefined {
    return this.variables.get(name) ?? this.outer?.get(name);
  }

  names(): string[] {
    return [...this.variables.keys(), ...(this.outer?.names() ?? [])];
  }
}

/** Findings after which no names are suggested any more. */
const mostSuggestions = 100;

const flowVariable = objectOf({ id: text, name: text, version: number });
const environment: Known = {
  shape: { kind: 'object', fields: new Map(), rest: { kind: 'text' } },
  missing: false,
};

/** What conditions of the trigger see; `$trigger` is what the trigger gives. */
export function triggerScope(trigger: Known): Scope {
  return new Scope({ trigger, flow: flowVariable, env: environment });
}

/** What every step sees. */
export function stepScope(trigger: Known, checking: Checking): Scope {
  return new Scope({ run: runWithin(checking, []) }, triggerScope(trigger));
}

/** `$run` where these loops are around: which callbacks have an address there. */
export function runWithin({ flow, unread }: Checking, loops: readonly string[]): Known {
  const seen = callbacksSeen(callbacksIn(flow.steps), loops).map(({ id }) => id);
  const callbacks = [...seen, ...(unread?.names ?? [])].map((id) => [id, text]);
  return objectOf({
    id: text,
    startedAt: text,
    eventAt: text,
    event: text,
    ...(callbacks.length > 0 && { callbacks: objectOf(Object.fromEntries(callbacks)) }),
  });
}

/** The error that steps of `catch` and `onError` see, as `$id`. */
export const failed: Known = objectOf({ error: objectOf({ code: text, message: text, step: text }) });

/** Reports why `$name` cannot be used at `at`: it comes later, is out of sight, or is nowhere. */
export function reportUnknown(checking: Checking, scope: Scope, name: string, at: Pointer, part: Part): void {
  const { report } = checking;
  const declared = checking.declared(name);
  if (declared) {
    reportOutOfSight(checking, declared, at, part);
  } else if (name === 'run') {
    report('notInTrigger', { name }, at, part);
  } else {
    // Whoever has a hundred of them is helped by the first ones.
    const suggestion = checking.problems.length < mostSuggestions ? nearest(name, scope.names()) : undefined;
    report('unknownReference', { name, suggestion }, at, part);
  }
}

function reportOutOfSight(checking: Checking, declared: Declaration, at: Pointer, part: Part): void {
  const { report } = checking;
  const { kind, name, pointer, step } = declared;
  const fork = pointer.findIndex((key, index) => at[index] !== key);
  const [there, here] = [pointer[fork], at[fork]];
  if (at[0] !== 'steps') {
    report('notInTrigger', { name }, at, part);
  } else if (kind === 'item') {
    report('itemOutsideLoop', { name, container: step.id }, at, part);
  } else if (fork === -1) {
    report('ownReference', { name }, at, part);
  } else if (typeof there !== 'number' || typeof here !== 'number') {
    report('otherBranch', { name, container: stepAround(checking, pointer.slice(0, fork)) }, at, part);
  } else if (there > here) {
    report('notYetAvailable', { name }, at, part);
  } else {
    report('insideFinished', { name, container: stepAround(checking, pointer.slice(0, fork + 1)) }, at, part);
  }
}

/** Id of the innermost step at or around the pointer. */
function stepAround({ declarations }: Checking, pointer: Pointer): string {
  const around = declarations.filter(
    (declaration) => declaration.kind === 'step' && declaration.pointer.every((key, index) => key === pointer[index]),
  );
  return around.at(-1)?.name ?? '';
}
