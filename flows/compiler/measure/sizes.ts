import { eachEnabledStep } from '#flows/language/each-step.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { JsonObject } from '#flows/language/json.ts';
import { textSize } from '#flows/language/text-size.ts';
import type { Report } from '../source/problem-list.ts';

/** Bytes of data that a state may take or give (service quota); half is left for what only the run knows. */
const stateLimit = 256 * 1024;
const writtenLimit = stateLimit / 2;

/** Bytes of a definition: what CreateStateMachine takes, and what is billed and read at each EXPRESS run without harm. */
const definitionLimit = 1024 * 1024;
const usualDefinition = 256 * 1024;

/** Reports a definition that is too large, and steps with more written in them than a state may carry. */
export function reportSizes(flow: Flow, definition: JsonObject, report: Report): void {
  const size = bytes(definition);
  if (size > definitionLimit) report('definitionTooLarge', { size: kilobytes(size), limit: 1024 }, ['steps']);
  else if (size > usualDefinition) report('definitionLarge', { size: kilobytes(size), limit: 256 }, ['steps']);
  for (const step of eachEnabledStep(flow.steps)) {
    const written =
      step.kind === 'action' ? step.with : step.kind === 'set' ? step.values.map(({ value }) => value) : [];
    const literal = literalBytes(written);
    if (literal > writtenLimit) report('valueTooLarge', { size: kilobytes(literal), limit: 128 }, step.pointer);
  }
}

/** Bytes of the literals and texts below a node. */
function literalBytes(node: unknown): number {
  if (typeof node === 'string') return bytes(node);
  if (node === null || typeof node !== 'object') return 0;
  if ('source' in node) return 0;
  return Object.entries(node).reduce(
    (sum, [name, child]) => (name === 'pointer' || name === 'kind' ? sum : sum + literalBytes(child)),
    0,
  );
}

function bytes(value: unknown): number {
  return textSize(JSON.stringify(value));
}

function kilobytes(size: number): number {
  return Math.ceil(size / 1024);
}
