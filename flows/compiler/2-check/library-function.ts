import type { ExpressionNode } from '#flows/expression/expression-node.ts';
import { changingFunctions, functionsOfFlows } from '#flows/language/expression-functions.ts';
import { anything, boolean, type Known, listOf, number, oneOf, text } from '../shape/shape.ts';
import { fieldOf, itemOf } from './field-of.ts';

/** What is known of a value by the word of the function list for what a function gives. */
export const kindOf: Record<string, Known> = { text, number, boolean, list: listOf({ kind: 'any' }), any: anything };

/** What a library function hands to a function it is given. */
export function parametersOf(name: string, subject: Known): Known[] {
  const item = { ...itemOf(subject), missing: false };
  if (name === 'map' || name === 'filter' || name === 'single') return [item, number];
  return name === 'sort' ? [item, item] : [];
}

/** What is known of the result of a library function; `results` are those of the functions it was given. */
export function resultOf(name: string, node: ExpressionNode, subject: Known, results: Known[]): Known {
  const item = itemOf(subject).shape;
  switch (name) {
    case 'filter':
      return { shape: oneOf([item, listOf(item).shape]), missing: true };
    case 'map':
      return {
        shape: oneOf([(results[0] ?? anything).shape, listOf((results[0] ?? anything).shape).shape]),
        missing: true,
      };
    case 'sort':
    case 'reverse':
    case 'shuffle':
      return { shape: listOf(item).shape, missing: subject.missing };
    case 'lookup': {
      const key = node.arguments?.[1];
      return key?.type === 'string' ? fieldOf(subject, String(key.value)).known : anything;
    }
    case 'split':
      return { shape: listOf(text.shape).shape, missing: subject.missing };
  }
  const known = kindOf[functionsOfFlows[name]?.gives ?? 'any'] as Known;
  const always = name === 'exists' || name === 'count' || changingFunctions.has(name);
  return { ...known, missing: !always && known.shape.kind !== 'any' && subject.missing };
}
