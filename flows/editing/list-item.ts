import { CST, Lexer } from 'yaml';
import type { Json } from '#flows/language/json.ts';
import { lineStart } from './block-lines.ts';
import { regionOf } from './list-region.ts';
import { inlineText, itemLines, shifted } from './print-value.ts';
import type { Source } from './read-source.ts';
import { eachWritten, jsonOf, type ListSource } from './source-tree.ts';

/** What is put into a list: a value, and where it was written before the way it was written. */
export interface Item {
  value: Json;
  /** Of a block list: its lines, the dash without indentation, comments above it included. */
  lines?: string[];
  /** Of a list between brackets. */
  flow?: string;
  /** The comments in `lines`. */
  comments?: string[];
}

/** An item as it stands in a list. One with anchors or aliases is only a value, for these mean something where they are. */
export function itemAt({ text, eol }: Source, list: ListSource, index: number): Item {
  const { start, node } = list.items[index] as ListSource['items'][number];
  const value = jsonOf(node);
  for (const [each] of eachWritten(node)) if (each.kind === 'alias' || each.anchor) return { value };
  if (list.flow) return { value, flow: text.slice(start, node.end) };
  const { from, to } = regionOf(text, list, index);
  const written = text.slice(from, to).split(eol);
  if (written.at(-1) === '') written.pop();
  return { value, lines: shifted(written, -list.column), comments: commentsIn(text, from, to) };
}

/** The lines of an item of a block list, the dash without indentation. */
export function itemAsLines({ eol }: Source, { value, lines, flow }: Item): string[] {
  if (lines) return lines;
  if (flow === undefined) return itemLines(value);
  const [first = '', ...rest] = flow.split(eol);
  const indents = rest.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  return [`- ${first}`, ...shifted(rest, 4 - Math.min(...indents, 4))];
}

/** An item of a list between brackets; `indent` stands before lines of its own. */
export function itemAsFlow(
  { format, eol, text }: Source,
  { value, flow, comments = [] }: Item,
  indent: string,
): string {
  if (format === 'json') return text.includes('\n') ? prettyJson(value, indent, eol) : inlineText(value, 'json');
  if (flow !== undefined) return flow;
  const own = inlineText(value, 'yaml');
  return comments.length === 0 ? own : [...['', ...comments].map((line) => line), own].join(`${eol}${indent}`);
}

function prettyJson(value: Json, indent: string, eol: string): string {
  return JSON.stringify(value, null, 2).split('\n').join(`${eol}${indent}`);
}

/** Every `# ...` of a region that no value holds; `|` and `>` may have one behind them in their line. */
function commentsIn(text: string, from: number, to: number): string[] {
  const comments: string[] = [];
  let before = '';
  // How far lines are indented tells where a text of several lines ends.
  for (const token of new Lexer().lex(' '.repeat(from - lineStart(text, from)) + text.slice(from, to))) {
    if (token.startsWith('#') && before !== CST.SCALAR) comments.push(token.trimEnd());
    before = token;
  }
  return comments;
}
