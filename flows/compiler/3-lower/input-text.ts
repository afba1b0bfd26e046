import type { Value } from '#flows/language/flow.ts';
import { alternatives, anything, type Known, mayBe, type Shape } from '../shape/shape.ts';
import { expressionText, listText, objectText, valueText } from '../text/value-text.ts';

/**
 * What an operation is given, as one JSONata expression that fits what it expects wherever that is beyond doubt: null
 * from an expression is left out where the schema has no null, and where it has a list one value is a list of one.
 * What is required and missing is left out as well, but for a list, which is empty then. What an author wrote as null stays null.
 */
export function inputText(value: Value, expected: Known): string {
  switch (value.kind) {
    case 'expression':
      return fitted(expressionText(value.expression), expected);
    case 'object':
      return objectText(value.entries, ({ key, value: of }) => inputText(of, expectedField(expected.shape, key)));
    case 'list':
      return listText(value.items, (item) => inputText(item, expectedItem(expected.shape)));
    default:
      return valueText(value);
  }
}

function fitted(text: string, { shape, missing }: Known): string {
  const takesNull = mayBe(shape, 'null');
  if (wantsList(shape)) {
    const none = takesNull ? ' : $v' : missing ? '' : ' : []';
    return `function($v) { $type($v) != "null" ? [$v]${none} }(${text})`;
  }
  return missing && !takesNull ? `function($v) { $type($v) != "null" ? $v }(${text})` : text;
}

/** Whether only a list fits, or null. */
export function wantsList(shape: Shape): boolean {
  const kinds = alternatives(shape).filter(({ kind }) => kind !== 'null');
  return kinds.length > 0 && kinds.every(({ kind }) => kind === 'list');
}

function expectedField(shape: Shape, key: string): Known {
  const found = alternatives(shape).flatMap((each): Known[] => {
    if (each.kind !== 'object') return [];
    return [each.fields.get(key) ?? { shape: each.rest ?? anything.shape, missing: true }];
  });
  return found.length === 1 ? (found[0] as Known) : anything;
}

function expectedItem(shape: Shape): Known {
  const found = alternatives(shape).flatMap((each) => (each.kind === 'list' ? [each.item] : []));
  return found.length === 1 ? { shape: found[0] as Shape, missing: false } : anything;
}
