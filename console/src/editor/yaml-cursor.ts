/** Where in a YAML text a cursor stands, found by indentation alone, so that it works while the text is broken. */
export interface YamlCursor {
  /** Keys from the root; `-` for an item of a list. Of the map or list that the cursor is in. */
  path: string[];
  /** The key whose value is being written; undefined while a key is. */
  key: string | undefined;
  /** Other keys of the same map with what stands behind them. */
  siblings: Map<string, string>;
  /** Entries of the map around that map: the step whose `with` is being written. */
  owner: Map<string, string> | undefined;
  /** Offset at which the word at the cursor begins. */
  from: number;
}

interface Segment {
  column: number;
  /** Undefined for the dash of a list item. */
  key: string | undefined;
}

interface Line {
  segments: Segment[];
  /** Column at which the content after dashes begins. */
  content: number;
  text: string;
}

const keyPattern = /^("[^"]*"|'[^']*'|[^\s:#{}[\],"'][^:#{}[\],]*?)\s*:(?=\s|$)/;

/** The place of `offset` in `text`. */
export function yamlCursor(text: string, offset: number): YamlCursor {
  const before = text.slice(0, offset).split('\n');
  const all = text.split('\n').map(readLine);
  const row = before.length - 1;
  const typed = before[row]!;
  const line = readLine(typed);
  const inline = readInline(typed.slice(line.content));
  const from = offset - inline.word.length;
  const base = pathAt(all, row, line);
  const own = keyPattern.exec(typed.slice(line.content))?.[1];
  if (inline.frames.length > 0) {
    const inner = inline.frames.flatMap((frame) => (frame.list ? ['-'] : (frame.key ?? [])));
    const last = inline.frames.at(-1)!;
    const outer = inline.frames.at(-2);
    const owner = outer && !outer.list ? outer.siblings : own ? siblingsOf(all, row, line.content) : undefined;
    const path = [
      ...base,
      ...(own ? [bare(own)] : []),
      ...(last.list || last.key === undefined ? inner : inner.slice(0, -1)),
    ];
    return { path, key: last.list ? undefined : last.key, siblings: last.siblings, owner, from };
  }
  const siblings = siblingsOf(all, row, line.content);
  return { path: base, key: own && bare(own), siblings, owner: ownerOf(all, row, line.content), from };
}

function readLine(text: string): Line {
  const segments: Segment[] = [];
  let column = text.length - text.trimStart().length;
  let rest = text.slice(column);
  for (let dash = /^-(\s+|$)/.exec(rest); dash; dash = /^-(\s+|$)/.exec(rest)) {
    segments.push({ column, key: undefined });
    column += dash[0].length;
    rest = rest.slice(dash[0].length);
  }
  const key = keyPattern.exec(rest)?.[1];
  if (key !== undefined) segments.push({ column, key: bare(key) });
  return { segments, content: column, text };
}

/** The keys and items around the content of a line, outermost first. */
function pathAt(lines: Line[], row: number, line: Line): string[] {
  const path: string[] = [];
  let column = line.content;
  let childIsItem = false;
  const take = (segment: Segment) => {
    const fits = segment.column < column || (childIsItem && segment.key !== undefined && segment.column === column);
    if (!fits) return;
    path.unshift(segment.key ?? '-');
    column = segment.column;
    childIsItem = segment.key === undefined;
  };
  for (const segment of line.segments.filter((each) => each.key === undefined).reverse()) take(segment);
  for (let i = row - 1; i >= 0 && (column > 0 || childIsItem); i -= 1) {
    const above = lines[i]!;
    if (/^\s*(#|$)/.test(above.text)) continue;
    for (const segment of [...above.segments].reverse()) take(segment);
  }
  return path;
}

/** Keys of the map whose entries begin at `column`, with the texts behind them on their lines. */
function siblingsOf(lines: Line[], row: number, column: number): Map<string, string> {
  const found = new Map<string, string>();
  const note = (line: Line) => {
    const own = line.segments.find((segment) => segment.key !== undefined && segment.column === column);
    if (own?.key) found.set(own.key, line.text.slice(column).replace(keyPattern, '').trim());
  };
  const blank = (line: Line) => /^\s*(#|$)/.test(line.text);
  const start = (line: Line) =>
    line.segments.some((segment) => segment.key === undefined && segment.column < column && line.content === column);
  const outside = (line: Line) =>
    !blank(line) && Math.min(line.content, ...line.segments.map((segment) => segment.column)) < column;
  if (!start(lines[row]!)) {
    for (let i = row - 1; i >= 0; i -= 1) {
      const line = lines[i]!;
      if (outside(line) && !start(line)) break;
      note(line);
      if (start(line)) break;
    }
  }
  for (let i = row + 1; i < lines.length && !outside(lines[i]!); i += 1) note(lines[i]!);
  return found;
}

/** Entries of the map whose key holds the map at `column`. */
function ownerOf(lines: Line[], row: number, column: number): Map<string, string> | undefined {
  for (let i = row - 1; i >= 0; i -= 1) {
    const key = lines[i]!.segments.find((segment) => segment.key !== undefined && segment.column < column);
    if (key) return siblingsOf(lines, i, key.column);
  }
  return undefined;
}

interface Frame {
  list: boolean;
  key: string | undefined;
  siblings: Map<string, string>;
}

const inlineToken =
  /\{\{.*?(?:\}\}|$)|"[^"]*(?:"|$)|'[^']*(?:'|$)|[{}[\],]|:(?=\s|$)|[^\s{}[\],:"']+:(?!\s|$)[^\s{}[\],]*|[^\s{}[\],:"']+/g;

/** The open `{` and `[` of a line up to the cursor, and the word at its end. */
function readInline(text: string): { frames: Frame[]; word: string } {
  const frames: Frame[] = [];
  let word = '';
  for (const [token] of text.matchAll(inlineToken)) {
    step(frames, token, word);
    word = /^[{}[\],:]$/.test(token) ? '' : token;
  }
  const open = /^\{\{(?!.*\}\})/.test(word) ? /[\w$.]*$/.exec(word)![0] : word.replace(/^["']/, '');
  return { frames, word: /\s$/.test(text) || /^\{\{.*\}\}$/.test(word) ? '' : open };
}

/** Takes one token of an inline map or list; `word` stands before it. */
function step(frames: Frame[], token: string, word: string): void {
  const frame = frames.at(-1);
  if (token === '{' || token === '[') frames.push({ list: token === '[', key: undefined, siblings: new Map() });
  else if (token === '}' || token === ']') frames.pop();
  else if (!frame || frame.list) return;
  else if (token === ':') {
    frame.key = bare(word);
    frame.siblings.set(frame.key, '');
  } else if (token === ',') frame.key = undefined;
  else if (frame.key) frame.siblings.set(frame.key, bare(token));
}

function bare(key: string): string {
  return key.replace(/^(["'])(.*)\1$/, '$2');
}
