import fc from 'fast-check';
import type { Json } from '#flows/language/json.ts';

/** Chooses among ways to write the same thing; each call takes the next number. Knows what has an anchor. */
interface Choose {
  (ways: number): number;
  anchors: Map<string, string>;
  nextAnchor: number;
}

/** Chooses from a list of numbers, over and over. */
export function chooser(numbers: readonly number[]): Choose {
  let at = 0;
  const choose = (ways: number) => (numbers[at++ % numbers.length] ?? 0) % ways;
  return Object.assign(choose, { anchors: new Map<string, string>(), nextAnchor: 0 });
}

/**
 * A document as a person might write it: block and flow styles, quotes of both kinds, texts of several lines, comments,
 * empty lines, lists at two indentations, an anchor with its alias, line breaks of either kind.
 */
export function messyYaml(value: { [key: string]: Json }, choose: Choose): string {
  const eol = choose(5) === 0 ? '\r\n' : '\n';
  const lines = [...comments(0, choose), ...mapLines(value, 0, choose)];
  return lines.join(eol) + (choose(4) === 0 ? '' : eol);
}

function mapLines(map: { [key: string]: Json }, indent: number, choose: Choose): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const lead = `${' '.repeat(indent)}${writtenKey(key, choose)}:`;
    return [...comments(indent, choose), ...valueLines(lead, value, indent, choose)];
  });
}

/** The lines of a value behind `lead`, which ends with a colon or is a dash. */
function valueLines(lead: string, value: Json, indent: number, choose: Choose): string[] {
  const known = choose.anchors.get(JSON.stringify(value));
  if (known && choose(3) > 0) return [`${lead} *${known}${behind(choose)}`];
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  const empty = (isMap && Object.keys(value).length === 0) || (Array.isArray(value) && value.length === 0);
  if (typeof value === 'string') return textLines(lead, value, indent, choose);
  if (empty || typeof value !== 'object' || value === null || choose(4) === 0) {
    return [`${lead} ${flow(value, choose)}${behind(choose)}`];
  }
  const anchor = choose(4) === 0 ? `n${choose.nextAnchor++}` : undefined;
  const head = (anchor ? `${lead} &${anchor}` : lead) + behind(choose);
  const column = indent + (lead.trim() === '-' ? 2 : 0) + 2 * choose(2);
  const lines = Array.isArray(value)
    ? listLines(value, column, choose)
    : mapLines(value, indent + 1 + choose(3), choose);
  if (anchor) choose.anchors.set(JSON.stringify(value), anchor);
  return [head, ...lines];
}

function listLines(list: readonly Json[], column: number, choose: Choose): string[] {
  const spaced = choose(3) === 0;
  return list.flatMap((item, index) => {
    const dash = `${' '.repeat(column)}-`;
    const before = [...(spaced && index > 0 ? [''] : []), ...comments(column, choose)];
    const isMap = typeof item === 'object' && item !== null && !Array.isArray(item) && Object.keys(item).length > 0;
    if (!isMap || choose(4) === 0) return [...before, ...valueLines(dash, item, column, choose)];
    const [first = '', ...rest] = mapLines(item as { [key: string]: Json }, column + 2, choose);
    if (first.trim() === '' || first.trim().startsWith('#')) return [...before, dash, first, ...rest];
    return [...before, `${dash} ${first.slice(column + 2)}`, ...rest];
  });
}

function textLines(lead: string, text: string, indent: number, choose: Choose): string[] {
  const deeper = ' '.repeat(indent + 2);
  const plainLines = /^[^\s#][^\r\t]*$/.test(text) && !/[ \n]$|\n\s/.test(text);
  switch (choose(plainLines ? 5 : 2)) {
    case 2:
      return [`${lead} |-${behind(choose)}`, ...text.split('\n').map((line) => deeper + line)];
    case 3:
      return [
        `${lead} >-`,
        ...text.split('\n').flatMap((line, at) => (at === 0 ? [deeper + line] : ['', deeper + line])),
      ];
    case 4:
      return [lead + behind(choose), `${deeper}${JSON.stringify(text)}`];
    default:
      return [`${lead} ${quoted(text, choose)}${behind(choose)}`];
  }
}

function flow(value: Json, choose: Choose): string {
  if (typeof value === 'string') return quoted(value, choose);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inside = Array.isArray(value)
    ? value.map((each) => flow(each, choose))
    : Object.entries(value).map(([key, each]) => `${writtenKey(key, choose)}: ${flow(each, choose)}`);
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const space = choose(2) === 0 ? ' ' : '';
  const comma = inside.length > 0 && choose(5) === 0 ? ',' : '';
  return `${open}${space}${inside.join(`,${choose(2) === 0 ? ' ' : '  '}`)}${comma}${space}${close}`;
}

function writtenKey(key: string, choose: Choose): string {
  const plain = /^[A-Za-z_]\w*$/.test(key);
  return plain && choose(6) > 0 ? key : JSON.stringify(key);
}

function quoted(text: string, choose: Choose): string {
  const plain = /^[A-Za-z_][\w.-]*$/.test(text) && !/^(true|false|null)$/i.test(text);
  if (plain && choose(3) > 0) return text;
  return /[\n\r\t]/.test(text) || choose(2) === 0 ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}

function comments(indent: number, choose: Choose): string[] {
  const blank = choose(8) === 0 ? [''] : [];
  return choose(5) === 0 ? [...blank, `${' '.repeat(indent)}# note: { "not": 'yaml' }, [ ${choose(100)}`] : blank;
}

function behind(choose: Choose): string {
  return choose(6) === 0 ? ` # behind ${choose(100)}` : '';
}

/** A text of a flow: plain, with an expression that may name a step, or of several lines. */
function text(names: readonly string[]): fc.Arbitrary<string> {
  const name = fc.constantFrom('trigger', ...names);
  return fc.oneof(
    fc.constantFrom(
      'hello',
      'yes',
      "it's",
      'a: b',
      '# no',
      '中文 text',
      '',
      ' lead',
      'two\nlines',
      'three\n\nlines',
      '- x',
    ),
    name.map((each) => `{{ $${each}.text }}`),
    fc.tuple(name, name).map(([a, b]) => `Dear {{ $${a} & "${b}" & $${b}[x = 'y'] }}:\n{{ $count($${a}) }}`),
  );
}

/** A flow document with containers; step ids are a, b, c and so on in the order in which they were made. */
export function flowDocument(): fc.Arbitrary<{ [key: string]: Json }> {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const shape = fc.letrec<{ steps: unknown[]; step: unknown }>((tie) => ({
    steps: fc.array(tie('step'), { maxLength: 4 }),
    step: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ set: fc.dictionary(fc.constantFrom('x', 'y', 'z z'), text(names), { maxKeys: 3 }) }),
      fc.record({
        use: fc.constant('http.request'),
        with: fc.dictionary(
          fc.constantFrom('url', 'body'),
          fc.oneof(text(names), fc.array(text(names), { maxLength: 3 })),
          { maxKeys: 2 },
        ),
      }),
      fc.record({ wait: fc.constant({ for: '5m' }) }),
      fc.record(
        // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
        { if: fc.constant({ left: '{{ $a }}', op: 'exists' }), then: tie('steps'), else: tie('steps') },
        { requiredKeys: ['if', 'then'] },
      ),
      fc.record({ forEach: text(names), as: fc.constantFrom('item', 'row'), do: tie('steps') }),
      fc.record({ parallel: fc.dictionary(fc.constantFrom('one', 'two'), tie('steps'), { minKeys: 1 }) }),
      fc.record(
        { switch: text(names), cases: fc.dictionary(fc.constantFrom('bug', '1'), tie('steps')), default: tie('steps') },
        { requiredKeys: ['switch', 'cases'] },
      ),
      fc.record(
        { try: tie('steps'), catch: tie('steps'), onError: fc.constant('continue') },
        { requiredKeys: ['try', 'catch'] },
      ),
    ),
  }));
  return shape.steps.map((steps) => {
    let number = 0;
    const named = (list: unknown[]): Json => list.map((step) => withId(step as { [key: string]: Json }));
    const withId = (step: { [key: string]: Json }): Json => {
      const id = String.fromCharCode(97 + (number % 26)) + (number >= 26 ? Math.floor(number / 26) : '');
      number += 1;
      const inner = Object.entries(step).map(([key, value]): [string, Json] => {
        if (['then', 'else', 'default', 'do', 'try', 'catch'].includes(key)) return [key, named(value as unknown[])];
        if (!['cases', 'parallel'].includes(key)) return [key, value as Json];
        const branches = Object.entries(value as object).map(([name, list]) => [name, named(list as unknown[])]);
        return [key, Object.fromEntries(branches) as Json];
      });
      return { id, ...Object.fromEntries(inner) };
    };
    return { id: 'flow', trigger: { use: 'core.webhook' }, steps: named(steps) };
  });
}
