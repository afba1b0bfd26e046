import { expect, test } from 'vitest';
import type { JsonObject } from '#flows/language/json.ts';
import { warnOf } from './definition-warnings.ts';

const one = (state: JsonObject, more: JsonObject = {}): JsonObject => ({ StartAt: 'a', States: { a: state }, ...more });
const looks = (code: string, location: string) => expect.objectContaining({ code, location });

test.each<[string, JsonObject, unknown[]]>([
  [
    'nothing',
    one({ Type: 'Pass', End: true, Parameters: { 'x.$': '$.a', y: 'costs $5', z: '$' } }),
    [looks('NO_DOLLAR', '/States/a/Parameters/z')],
  ],
  [
    'a path taken literally',
    one({ Type: 'Pass', End: true, Assign: { x: { y: ['$.a', '$$.Execution.Id', 'b'] } } }),
    [looks('NO_DOLLAR', '/States/a/Assign/x/y[0]'), looks('NO_DOLLAR', '/States/a/Assign/x/y[1]')],
  ],
  [
    'a function taken literally',
    one({ Type: 'Pass', End: true, Parameters: { x: "States.Format('{}', 1)" } }),
    [looks('NO_DOLLAR', '/States/a/Parameters/x')],
  ],
  [
    'a field with a twin for paths',
    one({ Type: 'Fail', Error: '$.error', Cause: 'no path' }),
    [looks('NO_PATH', '/States/a/Error')],
  ],
  [
    'a static result',
    one({ Type: 'Pass', End: true, Result: { x: '$.a' } }),
    [looks('PASS_RESULT_IS_STATIC', '/States/a/Result/x')],
  ],
  ['JSONata', one({ Type: 'Fail', Error: '$.error' }, { QueryLanguage: 'JSONata' }), []],
  ['a state in JSONata', one({ Type: 'Fail', Error: '$.error', QueryLanguage: 'JSONata' }), []],
  [
    'states inside',
    one({ Type: 'Parallel', End: true, Branches: [one({ Type: 'Fail', Cause: '$.why' }), 'no branch'] }),
    [looks('NO_PATH', '/States/a/Branches[0]/States/a/Cause')],
  ],
  ['what has another shape', { States: { a: 1, b: { Branches: 'x' }, c: { ItemProcessor: [] } } }, []],
])('warns of %s', (_, definition, expected) => {
  expect(warnOf(definition)).toEqual(expected);
});
