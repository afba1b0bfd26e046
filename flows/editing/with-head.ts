import { isMap, isScalar, type Pair, parseDocument } from 'yaml';

/**
 * The text of a flow, YAML or JSON, with another id or name; everything else stays as it is written, comments too.
 * A name that the text does not have is put in beside the id. A text without an id stays as it is.
 */
export function withHead(source: string, head: { id?: string; name?: string }): string {
  const { id, name } = head;
  const named = name === undefined ? source : (replaced(source, 'name', name) ?? inserted(source, name));
  return id === undefined ? named : (replaced(named, 'id', id) ?? named);
}

/** The text with the value of a key at its root replaced; undefined when it has none. */
function replaced(source: string, key: string, value: string): string | undefined {
  const range = (pairsOf(source).find((pair) => pairKey(pair) === key)?.value as Node | null | undefined)?.range;
  if (!range) return undefined;
  const [start, end] = range;
  const written = source.slice(start, end);
  // A text in several lines ends with the line's own end.
  const rest = written.endsWith('\n') ? '\n' : '';
  return `${source.slice(0, start)}${asWritten(key, value, written)}${rest}${source.slice(end)}`;
}

function inserted(source: string, name: string): string {
  const id = pairsOf(source).find((pair) => pairKey(pair) === 'id');
  const start = (id?.key as Node | undefined)?.range?.[0];
  if (start === undefined) return source;
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const before = source.slice(lineStart, start);
  const flowStyle = source[start] === '"' || before.trim() !== '';
  const text = flowStyle ? `"name": ${JSON.stringify(name)}, ` : `name: ${JSON.stringify(name)}\n${before}`;
  return `${source.slice(0, start)}${text}${source.slice(start)}`;
}

/** Ids need no quotes in YAML; JSON text is YAML text, whatever signs a name has. */
function asWritten(key: string, value: string, before: string): string {
  return key === 'id' && !/^["']/.test(before) ? value : JSON.stringify(value);
}

interface Node {
  range?: [number, number, number] | null;
}

function pairsOf(source: string): Pair[] {
  const { contents } = parseDocument(source);
  return isMap(contents) ? contents.items : [];
}

function pairKey({ key }: Pair): unknown {
  return isScalar(key) ? key.value : undefined;
}
