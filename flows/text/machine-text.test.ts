import { describe, expect, test } from 'vitest';
import { evaluate } from '#flows/expression/evaluate.ts';
import en from './en/machine-errors.json' with { type: 'json' };
import { machineText } from './machine-text.ts';
import zh from './zh/machine-errors.json' with { type: 'json' };

const holesOf = (text: string) => [...new Set([...text.matchAll(/\{([A-Za-z]+)\}/g)].map((hole) => hole[1]))].sort();

test('both languages have the same texts', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
});

test.each(Object.keys(en) as (keyof typeof en)[])('%s has the same values in both languages, and is known', (key) => {
  expect(zh[key]).toMatch(/[\u4e00-\u9fff]/);
  expect(holesOf(zh[key])).toEqual(holesOf(en[key]));
  const filled = (text: string) => text.replace(/\{([A-Za-z]+)\}/g, 'the $1');
  const message = /^[A-Z]\d{4}$/.test(key) ? `${key}: ${filled(en[key])}` : filled(en[key]);
  expect(machineText(message, 'zh')).toBe(
    message.startsWith(`${key}: `) ? `${key}：${filled(zh[key])}` : filled(zh[key]),
  );
  expect(machineText(message, 'en')).toBe(message);
});

const context = { now: 0, random: () => 0.5 };

describe('the words of a failed expression', () => {
  test.each([
    ['1 + "a"', 'T2002', '"+" 运算符的右侧必须是数字'],
    ['-"a"', 'D1002', '不能对非数字取负："a"'],
    ['1 < "a"', 'T2009', '运算符 "<" 两侧的值 1 与 "a" 必须类型相同'],
    ['$number("x")', 'D3030', '无法把该值转换为数字："x"'],
    ['$substring(1, 2, 3)', 'T0410', '函数 "substring" 的第 3 个参数与函数签名不符'],
    ['$sum(["a"])', 'T0412', '函数 "sum" 的第 1 个参数必须是 "numbers" 的列表'],
    ['$toMillis("today")', 'D3110', 'toMillis 函数的参数必须是 ISO 8601 格式的时间，实际为 "today"'],
    ['$sqrt(-1)', 'D3060', '不能对负数开平方：-1'],
    ['$uppercas("a")', 'T1006', '调用的不是函数'],
    ['$match("a", /(?=a)/)', 'UnsupportedPattern', '不能使用正则表达式 /(?=a)/：不支持前瞻、后顾和反向引用。'],
    ['[1..20000000]', 'TooLarge', undefined],
    ['1e308 * 10', 'D3137', '结果不是数字：除数为零，或数值过大。'],
    ['$parse("no")', 'NotJson', '$parse 的参数不是 JSON。'],
    ['$partition([1], -1)', 'WrongArgument', '$partition 需要大于零的数字。'],
    ['$decodeUrl("%E0%A4%A")', 'D3140', '传给 $decodeUrl() 的地址格式不正确："%E0%A4%A"'],
  ])('%s', async (source, code, words) => {
    const error = await evaluate(source, {}, context).then(
      () => expect.fail('it has a value'),
      (thrown: Error & { code: string }) => thrown,
    );
    expect(error.code).toBe(code);
    const text = machineText(error.message, 'zh');
    expect(text).toMatch(/[\u4e00-\u9fff]/);
    if (words !== undefined) expect(text).toBe(words);
  });
});

test('the whole cause of a failed state is told, the expression as its author wrote it', () => {
  const cause =
    "An error occurred while executing the state 'total' (entered at the event id #5). The JSONata expression '1 + \"a\"' specified for the field 'Assign/total' threw an error during evaluation. T2002: The right side of the \"+\" operator must evaluate to a number";
  expect(machineText(cause, 'zh')).toBe(
    '执行状态“total”（事件 #5）时出错。字段“Assign/total”的 JSONata 表达式“1 + "a"”求值时出错。T2002："+" 运算符的右侧必须是数字',
  );
});

test('what nobody knows is left to the caller', () => {
  expect(machineText('Something else altogether', 'zh')).toBeUndefined();
  expect(machineText('X9999: never heard of', 'zh')).toBeUndefined();
});
