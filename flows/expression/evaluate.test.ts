import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import { checkExpression, evaluate } from './evaluate.ts';
import { ExpressionError } from './expression-error.ts';

const context = { now: Date.UTC(2026, 10, 20, 9), random: () => 0.25 };
const trigger = { key: 'OPS-1', items: [{ qty: 2 }, { qty: 5 }], none: null, tags: ['a'] };
const run = (source: string) => evaluate(source, { trigger, big: 'x'.repeat(100_000) }, context);

describe('values', () => {
  const cases: [string, Json | undefined][] = [
    ['$trigger.key = "OPS-1" and $count($trigger.items) = 2', true],
    ['$trigger.items[qty > 3]', { qty: 5 }],
    ['$trigger.items.qty', [2, 5]],
    ['$trigger.tags', ['a']],
    ['$trigger.missing', undefined],
    ['$trigger.none', null],
    ['$', undefined],
    ['{ "a": $trigger.missing, "b": [1, [2]] }', { b: [1, [2]] }],
    ['$trigger.items^(>qty).qty', [5, 2]],
    ['$trigger ~> |items|{"qty": 0}|', { ...trigger, items: [{ qty: 0 }, { qty: 0 }] }],
    ['$now()', '2026-11-20T09:00:00.000Z'],
    ['$now("[Y0001]/[M01]")', '2026/11'],
    ['$millis()', context.now],
    ['$random()', 0.25],
    ['$shuffle([1, 2, 3])', [2, 3, 1]],
    ['$uuid()', '44444444-4444-4444-8444-444444444444'],
    ['$partition([0, 1, 2], 2)', [[0, 1], [2]]],
    ['$partition([0], 2)', [[0]]],
    ['$partition([], 2)', undefined],
    ['$partition([1], 0)', undefined],
    ['$partition([1, 2, 3], 2.9)', [[1, 2], [3]]],
    ['$range(1, 9, 2)', [1, 3, 5, 7, 9]],
    ['$range(9, 1, -4)', [9, 5, 1]],
    ['$range(2, 1, 1)', undefined],
    ['$range(1, 2, 0)', undefined],
    ['$range(1, 2)', undefined],
    ['$range(-1.7, 1, 1)', [-1, 0, 1]],
    ['$range(0, 2, 3)', 0],
    ['$hash("x")', undefined],
    ['$parse("[1e300, 1e40]")', [1e300, 1e40]],
    ['1e308 * 10 > 1', true],
    [Array(100).fill('1').join('+'), 100],
    [`${'('.repeat(99)}1${')'.repeat(99)}`, 1],
    ['($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(31))', 31],
    ['$parse(\'[1, 2, "x"]\')', [1, 2, 'x']],
    ['$hash("x", "MD5")', '9dd4e461268c8034f5c8564e155c67a6'],
    ['$sort([3, 1, 2])', [1, 2, 3]],
    ['$sort([3, 1, 2], function($a, $b) { $a < $b })', [3, 2, 1]],
    ['$distinct([1, "1", {"a": 1, "b": 2}, {"b": 2, "a": 1}, 1])', [1, '1', { a: 1, b: 2 }]],
    ['$match("ab-cd", /([a-z])([a-z])/).groups', ['a', 'b', 'c', 'd']],
    ['$replace("John Smith", /(\\w+)\\s(\\w+)/, "$2, $1")', 'Smith, John'],
    ['$replace("abc", /b/, function($m) { $uppercase($m.match) })', 'aBc'],
    ['$split("a1b2c", /\\d/)', ['a', 'b', 'c']],
    ['$contains("Hello", /^HELLO$/i)', true],
    ['$base64encode("hé")', 'aOk='],
    ['$base64decode("aOk=")', 'hé'],
    ['$toMillis("2026-11-20", "[Y0001]-[M01]-[D01]")', Date.UTC(2026, 10, 20)],
    ['$map(["a", "b"], $pad(?, 2, "-"))', ['a-', 'b-']],
    ['$pad("x", -3)', '  x'],
    ['{"__proto__": {"polluted": true}}.polluted', undefined],
    ['constructor', undefined],
    ['$trigger.constructor', undefined],
    ['$trigger.__proto__', undefined],
    ['$lookup($trigger, "constructor")', undefined],
    ['$sum.constructor', undefined],
    ['$keys($trigger)', ['key', 'items', 'none', 'tags']],
  ];
  test.each(cases)('%s', async (source, expected) => {
    expect(await run(source)).toEqual(expected);
  });

  test('are plain: objects have their prototype and lists carry no marks', async () => {
    const result = (await run('{ "list": $trigger.items.qty }')) as { list: number[] };
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(result.list)).toEqual(['0', '1', 'length']);
  });

  test('with a member named __proto__ keep it as data', async () => {
    const result = (await run('{"__proto__": {"polluted": true}}')) as object;
    expect(JSON.stringify(result)).toBe('{"__proto__":{"polluted":true}}');
    expect('polluted' in result).toBe(false);
  });
});

describe('an expression that asks for too much ends soon', () => {
  const cases: [string, string][] = [
    ['$pad("", 1e8)', 'TooLarge'],
    ['$pad("", -1e8, "xyz")', 'TooLarge'],
    ['($f := function() { $f() }; $f())', 'TooSlow'],
    ['($f := function($x) { $f($x + 1) }; $f(1))', 'TooSlow'],
    ['($f := function() { 1 + $f() }; $f())', 'TooDeep'],
    ['($f := function($x) { [$f([$x])] }; $f(1))', 'TooDeep'],
    [Array(101).fill('1').join('+'), 'TooDeep'],
    [`${'('.repeat(100)}1${')'.repeat(100)}`, 'TooDeep'],
    ['($f := function($n) { $n = 0 ? 0 : 1 + $f($n - 1) }; $f(32))', 'TooDeep'],
    ['$reduce([1..100], function($a, $b) { $a & $a }, "aaaa")', 'TooLarge'],
    ['$reduce([1..100], function($a, $b) { {"a": $a, "b": $a} }, 1)', 'TooLarge'],
    ['$reduce([1..100], function($a, $b) { [[$a], [$a]] }, [])', 'TooLarge'],
    ['$reduce([1..60], function($a, $b) { $zip($a, $a) }, [1, 2])', 'TooLarge'],
    ['$reduce([1..600], function($a, $b) { {"a": $a} }, 1)', 'TooDeep'],
    ['[1..100].$big', 'TooLarge'],
    ['[1..10000000]', 'TooLarge'],
    ['$range(1, 1e9, 1)', 'TooLarge'],
    ['$join([1..100].$big)', 'TooLarge'],
    ['$replace($big, "x", $big)', 'TooLarge'],
    ['$replace($big, /x/, $big)', 'TooLarge'],
    ['$replace($pad("", 1000, "a"), /a*/, $pad("", 10000, "$0"))', 'TooLarge'],
    ['$map([1..100000], function($i) { $length($big) })', 'TooSlow'],
    ['$map([1..100000], function($i) { $hash($big, "SHA-512") })', 'TooSlow'],
    ['$sort([1..50000], function($a, $b) { $a > $b })', 'TooSlow'],
    ['$toMillis($pad("", 100, "1") & "x", "[Y][M][D][H][m][s][f]")', 'UnsupportedPattern'],
    ['$formatNumber(1, $pad("#", 100000, "0"))', 'TooLarge'],
    ['$formatInteger(1e9, "I")', 'TooDeep'],
  ];
  test.each(cases)('%s', async (source, code) => {
    const start = performance.now();
    await expect(run(source)).rejects.toMatchObject({ name: 'ExpressionError', code });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('a source that nests too deeply to be read', async () => {
    const source = `${'('.repeat(20_000)}1${')'.repeat(20_000)}`;
    await expect(run(source)).rejects.toMatchObject({ name: 'ExpressionError', code: 'TooDeep' });
  });

  test('a pattern that would backtrack takes linear time', async () => {
    expect(await evaluate('$contains($text, /^(a+)+$/)', { text: `${'a'.repeat(100_000)}b` }, context)).toBe(false);
  });

  test('what other expressions do at the same time does not count', async () => {
    const loop = '$sum([1..3000].($ * 2))';
    const all = await Promise.all(Array.from({ length: 40 }, () => run(loop)));
    expect(new Set(all)).toEqual(new Set([9_003_000]));
  });
});

describe('what may not be used is refused', () => {
  const cases: [string, string][] = [
    ['$eval("1")', 'T1006'],
    ['$trigger.key(', 'S0203'],
    ['$trigger()', 'T1006'],
    ['$trigger.items()', 'T1006'],
    ['$contains("x", /(?=a)/)', 'UnsupportedPattern'],
    ['$contains("x", /(a)\\1/)', 'UnsupportedPattern'],
    ['$sum', 'NotJson'],
    ['{"f": function() { 1 }}', 'NotJson'],
    ['$parse("{")', 'NotJson'],
    ['$hash("x", "CRC")', 'WrongArgument'],
    ['$partition([1], -1)', 'WrongArgument'],
    ['{"_jsonata_lambda": true}', 'D1013'],
    ['$merge([$parse(\'{"_jsonata_lambda": true}\'), {"body": 1}])()', 'NotJson'],
    ['($clone := function($x) { $x }; $trigger ~> |$|{"key": 1}|)', 'WrongArgument'],
    ['1 + "a"', 'T2002'],
    ['$error("no")', 'D3137'],
  ];
  test.each(cases)('%s', async (source, code) => {
    await expect(run(source)).rejects.toMatchObject({ name: 'ExpressionError', code });
  });

  const noNumbers = [
    '1 / 0',
    '0 / 0',
    '$number * 10',
    '$number + $number',
    '-$number - $number',
    '[$number * 10]',
    '[-1 / 0, {"k": 1}]',
    '{"k": {"l": [1, 0 % 0]}}',
    '$sum([$number, $number])',
    '$parseInteger("abc", "0")',
    '$parse("[1e400, 1]")',
  ];
  test.each(noNumbers)('%s is no number', async (source) => {
    await expect(evaluate(source, { number: 1.7e308 }, { now: 0, random: () => 0.5 })).rejects.toMatchObject({
      code: 'D3137',
      message: 'The result is no number: it was divided by zero, or is too large.',
    });
  });

  test('messages tell where, and hold no stack', async () => {
    const error = await run('$trigger.key + 1').catch((thrown: unknown) => thrown as ExpressionError);
    expect(error).toMatchObject({ code: 'T2001', position: 14 });
    expect((error as ExpressionError).message).not.toMatch(/\bat .*:\d+/);
  });
});

test('checkExpression finds what evaluating would always refuse', () => {
  expect(() => checkExpression('$trigger.key')).not.toThrow();
  expect(() => checkExpression('1 +')).toThrow(ExpressionError);
  expect(() => checkExpression('$contains("x", /(?<=a)b/)')).toThrow(ExpressionError);
});

test('any text gives a value or an ExpressionError, and changes nothing it was given', async () => {
  const pieces = [
    '$trigger',
    '.items',
    '[0]',
    '(',
    ')',
    '{',
    '}',
    '"a"',
    ':',
    ',',
    '~>',
    '|',
    '$clone',
    '+',
    '&',
    '1',
    '[',
    ']',
    ':=',
    ';',
    'function($x)',
    '$x',
    '?',
    '*',
    '**',
    '%',
    '@$i',
    '#$j',
    '^(',
    '/a/',
    '..',
    '$map',
    '$merge',
  ];
  const before = JSON.stringify(trigger);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), async (parts) => {
      const result = await run(parts.join(' ')).catch((thrown: unknown) => {
        expect(thrown).toBeInstanceOf(ExpressionError);
        expect((thrown as ExpressionError).message).not.toBe('');
      });
      if (result !== undefined) expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      expect(JSON.stringify(trigger)).toBe(before);
    }),
    { numRuns: 1500 },
  );
});
