import { describe, expect, test } from 'vitest';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import { variablesOf } from './variables-of.ts';

const cases: [string, string[]][] = [
  ['$a', ['a@1']],
  ['$a.b + $count($c.items[x = $d])', ['a@1', 'count@8', 'c@15', 'd@28']],
  ['($a := 1; $a + $b)', ['b@16']],
  ['$b & ($b := 2; $b)', ['b@1']],
  ['$map($list, function($a) { $a * $rate })', ['map@1', 'list@6', 'rate@33']],
  ['"$a" & /* $a */ $b', ['b@17']],
  ['$list@$i.($i.x + $y)', ['list@1', 'y@18']],
  ['$$.x', []],
  ['{ "k": $a, "l": [$b, $c] }', ['a@8', 'b@18', 'c@22']],
  ['$a ? $b : $c', ['a@1', 'b@6', 'c@11']],
  ['$x ~> $f', ['x@1', 'f@7']],
  ['$a^(>$b.c)', ['a@1', 'b@6']],
  ['$a{ $b: $c }', ['a@1', 'b@5', 'c@9']],
  ['$a ~> |$b|{"x": $c}|', ['a@1', 'b@8', 'c@17']],
];

describe('variables that an expression takes from outside', () => {
  test.each(cases)('%s', (source, expected) => {
    const parsed = parseExpression(source);
    if ('fault' in parsed) throw new Error(JSON.stringify(parsed.fault));
    const found = variablesOf(parsed.tree, source).map(({ name, start }) => `${name}@${start}`);
    expect(found.sort()).toEqual(expected.sort());
  });
});
