import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import {
  depthLimit,
  type ObjectNode,
  type ScalarNode,
  type SourceNode,
  type Span,
  type SyntaxProblem,
} from '../source/source-node.ts';
import { losesDigits } from './read-json.ts';

/** How many values a document may have once its aliases are written out. */
const valueLimit = 50_000;
/** More findings of syntax than this help nobody. */
const problemLimit = 20;

/** Reads YAML 1.2 (core schema, no tags) and keeps positions. `node` is absent when the text is not YAML. */
export function readYaml(source: string): { node?: SourceNode; problems: SyntaxProblem[] } {
  const document = parseDocument(source, { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  return readDocument(document, source);
}

/** The same for a text that was parsed already. */
export function readDocument(document: Document, source: string): { node?: SourceNode; problems: SyntaxProblem[] } {
  const syntax = [...document.errors, ...document.warnings].map(syntaxProblem);
  const deep = syntax.find((problem) => problem.code === 'tooDeep');
  // What follows the first error of syntax is mostly its echo.
  if (syntax.length > 0) return { problems: deep ? [deep] : syntax.slice(0, 1) };
  if (document.contents === null) return { problems: [{ code: 'emptyDocument', params: {}, start: 0, end: 0 }] };
  const reader = new YamlReader(document, source);
  const node = reader.node(document.contents as Node, 1);
  return reader.problems.length > problemLimit || !node
    ? { problems: reader.problems.slice(0, problemLimit) }
    : { node, problems: reader.problems };
}

function syntaxProblem({ code, pos }: Document['errors'][number] | Document['warnings'][number]): SyntaxProblem {
  const [start, end] = pos;
  // Where the library gave up depends on the size of the stack.
  if (code === 'RESOURCE_EXHAUSTION') return { code: 'tooDeep', params: { limit: depthLimit }, start: 0, end: 0 };
  return { code: 'invalidYaml', params: { reason: `@${code}` }, start, end };
}

class YamlReader {
  readonly problems: SyntaxProblem[] = [];
  private readonly source: string;
  private readonly lastSpan: Span;
  private readonly anchors = new Map<string, Node>();
  private values = 0;

  constructor(document: Document, source: string) {
    this.source = source;
    this.lastSpan = { start: document.range?.[1] ?? 0, end: document.range?.[1] ?? 0 };
  }

  /** Undefined after a finding that ends reading. */
  node(node: Node | null, depth: number): SourceNode | undefined {
    const span = this.span(node);
    this.values += 1;
    if (depth > depthLimit) return this.end('tooDeep', { limit: depthLimit }, span);
    if (this.values > valueLimit) return this.end('tooManyAliases', { limit: valueLimit }, span);
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (!target) return this.end('invalidYaml', { reason: '@BAD_ALIAS' }, span);
      return this.node(target, depth);
    }
    if (node?.anchor) this.anchors.set(node.anchor, node);
    if (isMap(node)) return this.object(node, span, depth);
    if (isSeq(node)) {
      const items: SourceNode[] = [];
      for (const item of node.items) {
        const read = this.node(item as Node | null, depth + 1);
        if (!read) return undefined;
        items.push(read);
      }
      return { kind: 'list', items, ...span };
    }
    return isScalar(node) ? this.scalar(node, span) : { kind: 'scalar', value: null, ...span };
  }

  private object(map: YAMLMap, span: Span, depth: number): SourceNode | undefined {
    const entries: ObjectNode['entries'] = [];
    const keys = new Set<string>();
    for (const pair of map.items) {
      const keySpan = this.span(pair.key as Node | null);
      if (!isScalar(pair.key)) return this.end('notJson', { value: this.text(keySpan) }, keySpan);
      const key = pair.key.source ?? String(pair.key.value);
      if (pair.key.anchor) this.anchors.set(pair.key.anchor, pair.key);
      if (keys.has(key)) this.problems.push({ code: 'duplicateKey', params: { key }, ...keySpan });
      keys.add(key);
      const node = this.node(pair.value as Node | null, depth + 1);
      if (!node) return undefined;
      // A value left out has no place of its own: it is where its key is.
      entries.push({ key, keySpan, node: pair.value === null ? { ...node, ...keySpan } : node });
    }
    return { kind: 'object', entries, ...span };
  }

  private scalar({ value, source }: Scalar, span: Span): ScalarNode | undefined {
    if (value === null || typeof value === 'boolean' || typeof value === 'string') {
      return { kind: 'scalar', value, ...span };
    }
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return this.end('notJson', { value: this.text(span) }, span);
    }
    if (losesDigits(source ?? '', value))
      this.problems.push({ code: 'unsafeNumber', params: { value: source ?? '' }, ...span });
    return { kind: 'scalar', value, ...span };
  }

  private end(code: SyntaxProblem['code'], params: SyntaxProblem['params'], span: Span): undefined {
    this.problems.push({ code, params, ...span });
    return undefined;
  }

  private span(node: Node | null): Span {
    return node?.range ? { start: node.range[0], end: node.range[1] } : this.lastSpan;
  }

  private text({ start, end }: Span): string {
    const text = this.source.slice(start, end).trim();
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }
}
