import type { Expression, ObjectValue, Value } from '#flows/language/flow.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { ObjectNode, ScalarNode, SourceNode } from '../source/source-node.ts';
import { asObject } from './read-kind.ts';
import { anyValue, type Reading } from './reading.ts';
import { splitTemplate } from './template.ts';

/** Reads a value an author wrote. Objects and lists keep their structure; `literal` is always a scalar. */
export function readValue(node: SourceNode, pointer: Pointer, reading: Reading): Value {
  switch (node.kind) {
    case 'scalar':
      return readScalar(node, pointer, reading);
    case 'list':
      return {
        kind: 'list',
        items: node.items.map((item, index) => readValue(item, [...pointer, index], reading)),
        pointer,
      };
    case 'object':
      return readObject(node, pointer, reading);
  }
}

/** Reads what stands under `with`: named values, none when nothing is written. */
export function readInputs(node: SourceNode | undefined, pointer: Pointer, reading: Reading): ObjectValue {
  const object = node && asObject(node, pointer, reading);
  if (object) return readObject(object, pointer, reading);
  if (node) reading.leaveOut(pointer);
  return { kind: 'object', entries: [], pointer };
}

/** Reads named values. */
function readObject(node: ObjectNode, pointer: Pointer, reading: Reading): ObjectValue {
  const entries = node.entries.map(({ key, node: child }) => {
    if (key.includes('{{')) reading.report('expressionInKey', {}, [...pointer, key], 'key');
    return { key, value: readValue(child, [...pointer, key], reading) };
  });
  return { kind: 'object', entries, pointer };
}

function readScalar({ value }: ScalarNode, pointer: Pointer, reading: Reading): Value {
  if (typeof value !== 'string' || !value.includes('{{')) return { kind: 'literal', value, pointer };
  const { parts, unclosed } = splitTemplate(value);
  if (unclosed !== undefined) reading.report('unclosedExpression', {}, pointer, { start: unclosed, end: unclosed + 2 });
  const pieces = parts.map((part): string | Expression => {
    if (part.kind === 'text') return part.text;
    const { source, start } = part;
    if (source.trim() === '')
      reading.report('emptyExpression', {}, pointer, { start: start - 2, end: start + source.length + 2 });
    return { source, start, pointer };
  });
  if (unclosed !== undefined) pieces.push(anyValue(pointer).expression);
  const [only] = pieces;
  if (pieces.length === 1 && typeof only === 'object') return { kind: 'expression', expression: only, pointer };
  return { kind: 'text', parts: pieces, pointer };
}
