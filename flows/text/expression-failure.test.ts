import { expect, test } from 'vitest';
import { expressionFailure } from './expression-failure.ts';
import { failureText } from './failure.ts';

const place = "An error occurred while executing the state 'total' (entered at the event id #7). ";
const threw = (source: string, field: string, reason: string) =>
  `${place}The JSONata expression '${source}' specified for the field '${field}' threw an error during evaluation${reason}`;

test.each<[string, string, string, string]>([
  [
    'text times number',
    threw(
      '($trigger := $states.context.Execution.Input.trigger; {"value": ($trigger.body.price * 2), "other": "a * b"})',
      'Assign/total',
      '. T2001: The left side of the "*" operator must evaluate to a number',
    ),
    'In "total", field "value", the expression $trigger.body.price * 2 failed: The left side of * is not a number. $number(...) makes one of text.',
    '步骤“total”的字段“value”中的表达式 $trigger.body.price * 2 出错：* 左侧的值不是数字；文本可用 $number(...) 转换。',
  ],
  [
    'text beside a number',
    threw(
      '$trigger.body.qty > 3',
      'Choices[0]/Condition',
      '. T2009: The values "20" and 3 either side of operator ">" must be of the same data type',
    ),
    'In "total", the expression $trigger.body.qty > 3 failed: The value "20" is text, and > needs a number beside 3. $number(...) makes one of text.',
    '步骤“total”中的表达式 $trigger.body.qty > 3 出错：值 "20" 是文本，而 > 在数字 3 旁需要数字；文本可用 $number(...) 转换。',
  ],
  [
    'a function',
    threw(
      '$uppercase($trigger.body.n) & "$uppercase("',
      'Arguments/input/text',
      '. T0410: Argument 1 of function "uppercase" does not match function signature',
    ),
    'In "total", field "text", the expression $uppercase($trigger.body.n) & "$uppercase(" failed: Argument 1 of function "uppercase" does not match function signature',
    '步骤“total”的字段“text”中的表达式 $uppercase($trigger.body.n) & "$uppercase(" 出错：函数 "uppercase" 的第 1 个参数与函数签名不符',
  ],
  [
    'a sum of texts',
    threw(
      '$sum($trigger.body.lines.price)',
      'Assign/total',
      '. T0412: Argument 1 of function "sum" must be an array of "numbers"',
    ),
    'In "total", the expression $sum($trigger.body.lines.price) failed: $sum was given something that is not a number. $number(...) makes one of text, as in $sum($lines.$number(price)).',
    '步骤“total”中的表达式 $sum($trigger.body.lines.price) 出错：传给 $sum 的值并非都是数字；文本可用 $number(...) 转换，例如 $sum($lines.$number(price))。',
  ],
  [
    'a limit',
    threw('$f()', 'Output', ': Expression evaluation timeout: Check for infinite loop'),
    'In "total", an expression failed: Expression evaluation timeout: Check for infinite loop',
    '步骤“total”中有表达式出错：表达式求值超时：请检查是否有死循环',
  ],
  [
    'an error of its own',
    threw('$error("no good")', 'Output', '. D3137: no good'),
    'In "total", an expression failed: no good',
    '步骤“total”中有表达式出错：no good',
  ],
  [
    'nothing',
    `${place}The JSONata expression '$x' specified for the field 'Output' returned nothing (undefined).`,
    'In "total", an expression has no value.',
    '步骤“total”中有表达式没有值。',
  ],
])('%s', (_, cause, english, chinese) => {
  const told = expressionFailure(cause, 'total')!;
  expect(told.code).toBe('ExpressionFailed');
  expect(failureText(told, 'en')).toBe(english);
  expect(failureText(told, 'zh')).toBe(chinese);
});

test('what is no failed expression is left alone', () => {
  expect(expressionFailure('GET https://example.com/ answered 500.', 'total')).toBeUndefined();
});
