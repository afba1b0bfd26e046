import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitTemplate } from './template.ts';

// What stands between the braces; null where there is only text.
test.each<[string, (string | null)[]]>([
  ['no braces', [null]],
  ['{{ $a }}', [' $a ']],
  ['a {{ $a }} b {{ $b }}', [null, ' $a ', null, ' $b ']],
  ['{{ "{{" }}name{{ "}}" }}', [' "{{" ', null, ' "}}" ']],
  ['{{ {"a":{"b":1}} }}', [' {"a":{"b":1}} ']],
  ['{{{"a":{"b":1}}}}', ['{"a":{"b":1}}']],
  ["{{ 'it\\'s }}' }}", [" 'it\\'s }}' "]],
  ['{{ "say \\"}}\\"" }}', [' "say \\"}}\\"" ']],
  ['{{ `odd }} name` }}', [' `odd }} name` ']],
  ['{{ /* }} */ 1 }}', [' /* }} */ 1 ']],
  ['{{ $match($a, /}}/i) }}', [' $match($a, /}}/i) ']],
  ['{{ $a ~> /\\/}}/ }}', [' $a ~> /\\/}}/ ']],
  ['{{ $a / 2 }} and {{ $b / 2 }}', [' $a / 2 ', null, ' $b / 2 ']],
  ['{{ ($a) / 2 }} /}}/', [' ($a) / 2 ', null]],
  ['{{ $a or /}}/ }}', [' $a or /}}/ ']],
  ['{{ $x.* / 2 }}/ {{ 1 }}', [' $x.* / 2 ', null, ' 1 ']],
  ['{{ $a{$k: $v} }}', [' $a{$k: $v} ']],
  ['}} alone', [null]],
  // Broken inside: it ends at the next braces and JSONata says what is wrong.
  ['{{ "never closed }}', [' "never closed ']],
  ['{{ $a } }}', [' $a } ']],
])('%s', (template, expected) => {
  const { parts, unclosed } = splitTemplate(template);
  expect(unclosed).toBeUndefined();
  expect(parts.map((part) => (part.kind === 'text' ? null : part.source))).toEqual(expected);
});

test('an expression without an end is told by its place', () => {
  expect(splitTemplate('Hello {{ $name } and {{ {"a": 1 }')).toEqual({
    parts: [{ kind: 'text', text: 'Hello ' }],
    unclosed: 6,
  });
});

test('the parts make up the whole again', () => {
  const pieces = fc.constantFrom('{{', '}}', '{', '}', '"', "'", '/', '\\', '*', 'a', ' ', '$a', '`', '/*', '*/', '(');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 30 }), (written) => {
      const template = written.join('');
      const { parts, unclosed } = splitTemplate(template);
      const again = parts.map((part) => (part.kind === 'text' ? part.text : `{{${part.source}}}`)).join('');
      expect(again).toBe(template.slice(0, unclosed));
      for (const part of parts) {
        if (part.kind === 'expression') expect(template.startsWith(part.source, part.start)).toBe(true);
      }
    }),
  );
});
