import type { Value } from '#flows/language/flow.ts';

/** Weight of what may be worked out at once: about half of what an engine was seen to take for too deep. */
const most = 64;

/**
 * Items or fields in parts that are to be worked out one after the other: JSONata goes through those of a list or an
 * object all at once, and counts all that it has begun as levels of nesting, of which Step Functions lets it have a
 * hundred.
 */
export function partsOf<T>(items: readonly T[], valueIn: (item: T) => Value): T[][] {
  const parts: T[][] = [];
  let room = 0;
  for (const item of items) {
    const weight = weightOf(valueIn(item));
    if (weight > room || parts.length === 0) {
      parts.push([]);
      room = most;
    }
    parts.at(-1)?.push(item);
    room -= weight;
  }
  return parts;
}

/** How much of a value may have begun at once: of an expression all that it consists of. */
function weightOf(value: Value): number {
  switch (value.kind) {
    case 'literal':
      return 1;
    case 'expression':
      return sourceWeight(value.expression.source);
    case 'text':
      return sum(value.parts.map((part) => (typeof part === 'string' ? 1 : sourceWeight(part.source))));
    case 'object':
      return Math.min(most, 1 + sum(value.entries.map((entry) => weightOf(entry.value))));
    case 'list':
      return Math.min(most, listWeight(value.items));
  }
}

// Items that are expressions are wrapped and taken out again.
function listWeight(items: readonly Value[]): number {
  const wrapped = items.some(({ kind }) => kind === 'expression') ? 6 + 2 * items.length : 1;
  return wrapped + sum(items.map(weightOf));
}

function sourceWeight(source: string): number {
  return 2 + (source.match(/[\w$]+|[^\w\s]/g)?.length ?? 0);
}

function sum(weights: number[]): number {
  return weights.reduce((all, weight) => all + weight, 0);
}
