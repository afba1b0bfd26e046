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
  ['$inZone($trigger.body.at, "Asia/Shanghai", "[H01]:[m01]")'],
  ['$inZone($trigger.body.at, «"Asia/Shangai"»)', 'unknownTimeZone'],
  ['$inZone($trigger.body.at, «"+0800"»)', 'unknownTimeZone'],
  ['«$inZone»($trigger.body.at, $trigger.body.zone)', 'zoneNotWritten'],
  ['$trigger.body.at ~> «$addDays»(1, $env.zone)', 'zoneNotWritten'],
  ['$trigger.body.at ~> $addDays(1, «"Nowhere"»)', 'unknownTimeZone'],
  ['«$inZone»($trigger.body.at)', 'tooFewArguments'],
  ['«$addDays»(1)', 'tooFewArguments'],
  ['$isWorkingDay($trigger.body.at)'],
  ['$filter($trigger.body.days, «$isWorkingDay»)', 'callNeeded'],
  ['$addDays(«"27.11.2026"», 1)', 'invalidTime'],
  ['$startOf(«"2026-02-30"», "week")', 'invalidTime'],
  ['$startOf("2026-02-20", «"weak"»)', 'invalidChoice'],
  ['«$isWorkingDay»($flow)', 'wrongArgument'],
  ['$daysBetween($run.startedAt, 1782896400123) + 1'],
  ['$inZone(0, "UTC") «+» 1', 'notANumber'],
  ['$fromMillis(0, "[H01]", "+0800")'],
  ['$fromMillis(0, "[H01]", «"Asia/Shanghai"»)', 'offsetNeeded'],
  ['$fromMillis(0, "[H01]", «"8"»)', 'offsetNeeded'],
  ['0 ~> $fromMillis("[H01]", «"UTC"»)', 'offsetNeeded'],
  ['$toMillis($run.startedAt, «"Europe/Berlin"»)', 'offsetNeeded'],
  ['«$inZone(0, "Asia/Gaza") & $inZone(0, "Africa/Casablanca") & $inZone(0, "America/Vancouver")»', 'timeTooLarge'],
  ['$contains("a", «/a(?=b)/i»)', 'patternNotSupported'],
  ['$contains("a", «/(a)\\1/»)', 'patternNotSupported'],
  ['$run.id «+» 1', 'notANumber'],
  ['1 «-» $flow', 'notANumber'],
  ['$trigger.body.x * 2'],
  ['$run.id «>» 500', 'notComparable'],
  ['500 «<=» $trigger.body.x & ""', 'notComparable'],
  ['$run.id < "r" or $count([1]) >= 1'],
  ['$number($run.id) > 500'],
  ['$trigger.body.x > 500 and $trigger.body.y < "b"'],
  ['[{"a": 1}].a > 0'],
  ['$flow «<» 1', 'notComparable'],
  ['{"a": null}.a > 1'],
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
