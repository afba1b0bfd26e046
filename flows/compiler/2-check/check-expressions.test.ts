import { expect, test } from 'vitest';
import { expected, findMarked } from './find-marked.ts';

// The expression of one `set`; between « and » what the finding points at.
test.each<[expression: string, ...finds: string[]]>([
  ['$trigger.body.x & "a" & 1'],
  ['«$a»', 'unknownReference'],
  ['"abc" & «"abc»', 'expressionUnclosed'],
  ['«`ab»', 'expressionUnclosed'],
  ['1 «/* never close»', 'expressionUnclosed'],
  ['$match("a", «/ab)»', 'expressionUnclosed'],
  ['$uppercase("a«"»', 'expressionExpects'],
  ['{"a" «1»}', 'expressionExpects'],
  ['1 «2»', 'expressionUnexpected'],
  ['$trigger.body.x «)»', 'expressionUnexpected'],
  ['$trigger.body.x «+»', 'expressionCutOff'],
  ['«1» := 2', 'expressionSyntax'],
  ['$trigger.«5»', 'expressionSyntax'],
  [`«${'('.repeat(300)}1${')'.repeat(300)}»`, 'expressionTooDeep'],
  ['«$»', 'bareContext'],
  ['«$».body', 'bareContext'],
  ['$sum([1, «$$».body.x])', 'bareContext'],
  ['$trigger.body.list[$ > 3]'],
  ['$trigger.body.list.($ * 2)'],
  ['$trigger.body.list[«$$».x]', 'bareContext'],
  ['$map([1], function($v) { «$».x })', 'bareContext'],
  ['«trigger».body', 'bareName'],
  ['«body».x', 'bareName'],
  ['$trigger.body.list[price > 3].name'],
  ['$trigger.body.list{name: price}'],
  ['$trigger.body.list^(>price).name'],
  ['«$now»()', 'changingValue'],
  ['$map([1], «$uuid»)', 'changingValue'],
  ['«$millis»() - 5', 'changingValue'],
  ['«$random»()', 'changingValue'],
  ['$random(7)'],
  ['«$eval»("1")', 'evalRefused'],
  ['«$upercase»("a")', 'unknownFunction'],
  ['$trigger.body.name ~> «$shout»()', 'unknownFunction'],
  ['$partition([1, 2], 1) ~> $count()'],
  ['($f := function($x) { $x * 2 }; $f(2))'],
  ['$trigger.body.x «??» 1', 'operatorTooNew'],
  ['$trigger.body.x «?:» 1', 'operatorTooNew'],
  ['$trigger.body.x ? $trigger.body.x : 1'],
  ['$contains("a", /a+b/i)'],
  ['$contains("a", «/a(?=b)/i»)', 'patternNotSupported'],
  ['$contains("a", «/(a)\\1/»)', 'patternNotSupported'],
  ['$run.id «+» 1', 'notANumber'],
  ['1 «-» $flow', 'notANumber'],
  ['$trigger.body.x * 2'],
  ['«$uppercase»($flow.version)', 'wrongArgument'],
  ['$flow.version ~> «$trim»()', 'wrongArgument'],
  ['«$floor»($run.id)', 'wrongArgument'],
  ['$floor($number($run.id))'],
  ['$run.«started»', 'noSuchField'],
  ['$run.id.«x»', 'noFields'],
  ['$trigger.headers.anything'],
  ['$trigger.«head»', 'noSuchField'],
  ['$filter([{"a": 1}], function($x) { $x.«b» = 1 }).a', 'noSuchField'],
  ['$map([{"a": 1}], function($x) { $x.a }) ~> $sum()'],
  ['[{"a": 1}][0].«b»', 'noSuchField'],
  ['[{"a": 1}][a = 1].«b»', 'noSuchField'],
  ['{"a": 1}.(«b»)', 'noSuchField'],
  ['$lookup({"a": {"b": 1}}, "a").«c»', 'noSuchField'],
  ['$sort([{"a": 1}], function($l, $r) { $l.«b» > $r.a })[0].a', 'noSuchField'],
  ['($x := {"a": 1}; $x.«b»)', 'noSuchField'],
  ['$merge([{"a": 1}]).b'],
  ['$split("a b", " ")[0].«x»', 'noFields'],
  ['$trigger.body.list.*.x'],
  ['$trigger.body.list.**.x'],
  ['$trigger.body.list.x.%.y'],
  ['$trigger.body.list ~> |x|{"a": 1}|'],
])('%s', (expression, ...finds) => {
  const { found, marked } = findMarked(`- { id: b, set: { c: '{{ ${expression.replaceAll("'", "''")} }}' } }`);
  expect(found.map((each) => each.replaceAll("''", "'"))).toEqual(
    expected(
      finds.map((code) => `${code} b set.c`),
      marked,
    ),
  );
});

test('a changing value may be an input of an action, and nothing else', () => {
  const { found, marked } = findMarked(`- { id: b, use: shop.note, with: { a: "{{ $millis() }}" } }
- { id: c, call: other, with: { a: "{{ «$millis»() }}" } }
- { id: d, if: { expr: "{{ «$now»() > 'x' }}" }, then: [{ id: e, stop: failed, message: "at {{ «$now»() }}" }] }`);
  const places = ['c with.a', 'd if.expr', 'e message'];
  expect(found).toEqual(
    expected(
      places.map((place) => `changingValue ${place}`),
      marked,
    ),
  );
});

test('findings point into text however it is written', () => {
  const { found, marked } = findMarked(`- id: b
  set:
    block: |
      Dear {{ $trigger.body.name }},
        see {{ «$nobody».x }}
    folded: >-
      one
      two {{ «$nobody».y }}
    escaped: "tab\\t{{ «$nobody».z }}"`);
  const fields = ['block', 'folded', 'escaped'];
  expect(found).toEqual(
    expected(
      fields.map((field) => `unknownReference b set.${field}`),
      marked,
    ),
  );
});
