import { evaluateFully } from '#flows/expression/evaluate.ts';
import type { ExpressionHost } from '#flows/expression/host.ts';
import { evaluatePlain } from '#flows/expression/plain.ts';
import { unsure } from '#flows/expression/shortcut.ts';
import { takeTurns } from '../expressions/take-turns.ts';
import { diagnose } from './definition/check-definition.ts';
import type { Expressions } from './ground.ts';

/** In this thread, for who has nobody to hold up. */
export const inThisThread: Expressions = {
  evaluateApart: (_flow, source, bindings, surroundings) => evaluateFully(source, bindings, surroundings),
  diagnose: async (definition, type) => diagnose(definition, type),
};

/** One for all executions: they share the turns of the event loop. */
const breathe = takeTurns();

/**
 * Where the expressions of a machine's executions are evaluated: plain ones here, others apart. `onApart` is told before
 * an evaluation leaves this thread.
 */
export function expressionHost(expressions: Expressions, machine: string, onApart?: () => void): ExpressionHost {
  return {
    breathe,
    async evaluate(source, bindings, surroundings) {
      const plain = evaluatePlain(source, bindings);
      if (plain !== unsure) return plain;
      onApart?.();
      return expressions.evaluateApart(machine, source, bindings, surroundings);
    },
  };
}
