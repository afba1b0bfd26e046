import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair, parseDocument } from 'yaml';
import { readJson } from '#flows/compiler/1-parse/read-json.ts';
import { readDocument } from '#flows/compiler/1-parse/read-yaml.ts';
import type { SourceNode } from '#flows/compiler/source/source-node.ts';
import type { EntrySource, SourceTree } from './source-tree.ts';

export type SourceFormat = 'yaml' | 'json';

/** A text that can be edited: its values with their places, and how its lines end. */
export interface Source {
  text: string;
  format: SourceFormat;
  root: SourceTree;
  eol: '\n' | '\r\n';
}

/** Reads a text for editing; undefined when it is no YAML or JSON, for then nothing in it has a place. */
export function readSource(text: string, format: SourceFormat): Source | undefined {
  const root = format === 'json' ? readJsonTree(text) : readYamlTree(text);
  return root && { text, format, root, eol: /\r\n/.test(text) ? '\r\n' : '\n' };
}

function readJsonTree(text: string): SourceTree | undefined {
  const { node } = readJson(text);
  return node && fromNode(text, node);
}

function fromNode(text: string, node: SourceNode): SourceTree {
  const { start, end } = node;
  if (node.kind === 'scalar') return { kind: 'scalar', value: node.value, start, end };
  const place = { start, end, flow: true, column: 0 };
  if (node.kind === 'list') {
    return {
      kind: 'list',
      ...place,
      items: node.items.map((item) => ({ start: item.start, node: fromNode(text, item) })),
    };
  }
  const entries = node.entries.map(({ key, keySpan, node: value }) => ({
    key,
    start: keySpan.start,
    colon: text.indexOf(':', keySpan.end) + 1,
    node: fromNode(text, value),
  }));
  return { kind: 'map', ...place, entries };
}

/** What the parser of flows refuses is refused here too: too deep, too many aliases, keys that are no text. */
function readYamlTree(text: string): SourceTree | undefined {
  const options = { uniqueKeys: false, prettyErrors: false, keepSourceTokens: true, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  if (!readDocument(document, text).node || !document.contents) return undefined;
  return new YamlTree(text, document).tree(document.contents as Node, 0);
}

class YamlTree {
  private readonly text: string;
  private readonly end: number;
  private readonly anchors = new Map<string, SourceTree>();

  constructor(text: string, document: Document) {
    this.text = text;
    this.end = document.range?.[1] ?? text.length;
  }

  /** `at` is where a value that was left out would stand. */
  tree(node: Node | null, at: number): SourceTree {
    if (isAlias(node)) {
      const target = this.anchors.get(node.source) as SourceTree;
      return { kind: 'alias', name: node.source, target, ...this.span(node, at) };
    }
    const tree = this.bare(node, at);
    if (node?.anchor) {
      tree.anchor = node.anchor;
      this.anchors.set(node.anchor, tree);
    }
    return tree;
  }

  private bare(node: Node | null, at: number): SourceTree {
    const span = this.span(node, at);
    if (isMap(node)) {
      const flow = this.text[span.start] === '{';
      const entries = (node.items as Pair<Node, Node | null>[]).map((pair) => this.entry(pair));
      return { kind: 'map', ...span, flow, column: this.column(entries[0]?.start ?? span.start), entries };
    }
    if (isSeq(node)) {
      const flow = this.text[span.start] === '[';
      const starts = listStarts(node.srcToken);
      const items = node.items.map((item, index) => {
        const start = starts[index] ?? span.start;
        return { start, node: this.tree(item as Node | null, flow ? start : start + 1) };
      });
      return { kind: 'list', ...span, flow, column: this.column(items[0]?.start ?? span.start), items };
    }
    const value = isScalar(node) ? (node.value as null | boolean | number | string) : null;
    return { kind: 'scalar', value, ...span };
  }

  private entry({ key, value, srcToken }: Pair<Node, Node | null>): EntrySource {
    const token = srcToken as { start?: SourceToken[]; sep?: SourceToken[] } | undefined;
    const mark = token?.start?.find(({ type }) => type === 'explicit-key-ind' || type === 'anchor' || type === 'tag');
    const keyEnd = key.range?.[1] ?? 0;
    const colon = token?.sep?.find(({ type }) => type === 'map-value-ind');
    const behind = colon ? colon.offset + 1 : keyEnd;
    const anchored = isScalar(key) && key.anchor;
    if (anchored) this.anchors.set(anchored, { kind: 'scalar', value: String(key.value), start: keyEnd, end: keyEnd });
    return {
      key: isScalar(key) ? (key.source ?? String(key.value)) : '',
      start: mark?.offset ?? key.range?.[0] ?? 0,
      colon: behind,
      node: this.tree(value, behind),
    };
  }

  /** A block ends with the last line that it says something on, not with the comments and empty lines behind it. */
  private span(node: Node | null, at: number): { start: number; end: number } {
    if (!node?.range) return { start: at, end: at };
    const [start, end] = node.range;
    return { start, end: Math.min(isScalar(node) || isAlias(node) ? end : lastEnd(node, end), this.end) };
  }

  private column(offset: number): number {
    return offset - (this.text.lastIndexOf('\n', offset - 1) + 1);
  }
}

interface SourceToken {
  type: string;
  offset: number;
}

function listStarts(token: unknown): (number | undefined)[] {
  const { items = [] } = (token ?? {}) as { items?: { start: SourceToken[]; value?: { offset: number } }[] };
  const read = items.map(({ start, value }) => {
    const mark = start.find(({ type }) => type === 'seq-item-ind' || type === 'anchor' || type === 'tag');
    return mark?.offset ?? value?.offset;
  });
  return read.filter((offset) => offset !== undefined);
}

function lastEnd(node: Node, end: number): number {
  if (isMap(node) && node.srcToken?.type === 'block-map') {
    const last = node.items.at(-1) as Pair<Node, Node | null> | undefined;
    const value = last?.value;
    if (value?.range) return lastEnd(value, value.range[1]);
    return colonEnd(last) ?? end;
  }
  if (isSeq(node) && node.srcToken?.type === 'block-seq') {
    const last = node.items.at(-1) as Node | null | undefined;
    if (last?.range) return lastEnd(last, last.range[1]);
  }
  return end;
}

function colonEnd(pair: Pair<Node, Node | null> | undefined): number | undefined {
  const { sep } = (pair?.srcToken ?? {}) as { sep?: SourceToken[] };
  const colon = sep?.find(({ type }) => type === 'map-value-ind');
  return colon ? colon.offset + 1 : pair?.key.range?.[1];
}
