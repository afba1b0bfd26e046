import { valueOfTemplate } from '#flows/compiler/1-parse/value-of-template.ts';
import type { Condition, Expression, Operator, Value } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import type { Row } from './condition-rows.ts';

/** What rows mean, to be said in words: places in the text are not known. */
export function conditionOf(row: Row): Condition {
  switch (row.kind) {
    case 'group': {
      const any = row.join === 'any' || row.join === 'none';
      return not(row.join === 'none' || row.join === 'notAll', {
        kind: any ? 'any' : 'all',
        of: row.rows.map(conditionOf),
        pointer: [],
      });
    }
    case 'compare': {
      const right = row.right === undefined ? {} : { right: asValue(row.right) };
      return not(row.negated, {
        kind: 'compare',
        left: asValue(row.left),
        op: row.op as Operator,
        ...right,
        pointer: [],
      });
    }
    case 'formula':
      return not(row.negated, {
        kind: 'expression',
        expression: expression(row.text.replace(/^\{\{|\}\}$/g, '')),
        pointer: [],
      });
    case 'other':
      return { kind: 'expression', expression: expression(JSON.stringify(row.written)), pointer: [] };
  }
}

function not(yes: boolean, of: Condition): Condition {
  return yes ? { kind: 'not', of, pointer: [] } : of;
}

function asValue(written: Json): Value {
  if (Array.isArray(written)) return { kind: 'list', items: written.map(asValue), pointer: [] };
  if (typeof written === 'object' && written !== null) {
    return {
      kind: 'object',
      entries: Object.entries(written).map(([key, value]) => ({ key, value: asValue(value) })),
      pointer: [],
    };
  }
  if (typeof written !== 'string' || !written.includes('{{')) return { kind: 'literal', value: written, pointer: [] };
  return valueOfTemplate(written);
}

function expression(source: string): Expression {
  return { source, start: 0, pointer: [] };
}
