import { expect, test } from 'vitest';
import { expected, findMarked } from './find-marked.ts';

// What each text has between « and » is what the findings point at, one after the other.
test.each<[name: string, text: string, ...finds: string[]]>([
  [
    'everything there is',
    '- { id: b, set: { c: "{{ [$trigger.body.x, $run.id, $run.startedAt, $flow.version, $env.CITY] }}" } }',
  ],
  ['an earlier step', '- { id: b, set: { c: 1 } }\n- { id: d, set: { e: "{{ $b.c }}" } }'],
  ['a step around', '- { id: b, set: { c: 1 } }\n- { id: d, try: [{ id: e, set: { f: "{{ $b.c }}" } }], catch: [] }'],
  ['nothing of that name', '- { id: b, set: { c: "{{ «$nobody».x }}" } }', 'unknownReference b set.c'],
  [
    'a misspelt name',
    '- { id: owner, set: { c: 1 } }\n- { id: b, set: { c: "{{ «$ownr».c }}" } }',
    'unknownReference b set.c',
  ],
  ['$states', '- { id: b, set: { c: "{{ «$states».input }}" } }', 'unknownReference b set.c'],
  ['a later step', '- { id: b, set: { c: "{{ «$d».c }}" } }\n- { id: d, set: { c: 1 } }', 'notYetAvailable b set.c'],
  ['itself', '- { id: b, set: { c: 1, d: "{{ «$b».c }}" } }', 'ownReference b set.d'],
  ['what is around it', '- { id: b, try: [{ id: c, set: { d: "{{ «$b» }}" } }], catch: [] }', 'ownReference c set.d'],
  [
    'inside a finished container',
    '- { id: b, try: [{ id: c, set: { d: 1 } }], catch: [] }\n- { id: e, set: { f: "{{ «$c».d }}" } }',
    'insideFinished e set.f',
  ],
  [
    'another branch',
    '- { id: b, if: { expr: "{{ true }}" }, then: [{ id: c, set: { d: 1 } }], else: [{ id: e, set: { f: "{{ «$c».d }}" } }] }',
    'otherBranch e set.f',
  ],
  [
    'another case',
    '- { id: b, switch: x, cases: { k: [{ id: c, set: { d: 1 } }], l: [{ id: e, set: { f: "{{ «$c».d }}" } }] } }',
    'otherBranch e set.f',
  ],
  [
    'a parallel branch',
    '- { id: b, parallel: { k: [{ id: c, set: { d: 1 } }], l: [{ id: e, set: { f: "{{ «$c».d }}" } }] } }',
    'otherBranch e set.f',
  ],
  ['an item', '- { id: b, forEach: [1], do: [{ id: c, set: { d: "{{ $item }}" } }] }'],
  [
    'an item by its name',
    '- { id: b, forEach: [1], as: n, do: [{ id: c, set: { d: "{{ $n + «$item» }}" } }] }',
    'unknownReference c set.d',
  ],
  [
    'an item outside of its loop',
    '- { id: b, forEach: [1], as: n, do: [{ id: c, set: { d: 1 } }] }\n- { id: e, set: { f: "{{ «$n» }}" } }',
    'itemOutsideLoop e set.f',
  ],
  [
    'an outer loop inside an inner one',
    '- { id: b, forEach: [[1]], as: row, do: [{ id: c, forEach: "{{ $row }}", as: n, do: [{ id: d, set: { e: "{{ $n + $count($row) }}" } }] }] }',
  ],
  [
    'the error in catch',
    '- { id: b, try: [{ id: c, set: { d: 1 } }], catch: [{ id: e, set: { f: "{{ $b.error.message }}", g: "{{ $b.error.«stack» }}" } }] }',
    'noSuchField e set.g',
  ],
  [
    'the error in onError',
    '- { id: b, use: shop.find, with: { id: A1 }, onError: [{ id: e, set: { f: "{{ $b.error.code }}", g: "{{ $b.«id» }}" } }] }',
    'noSuchField e set.g',
  ],
  [
    'the error after continue',
    '- { id: b, use: shop.find, with: { id: A1 }, onError: continue }\n- { id: c, set: { d: "{{ $b.error.code }}", e: "{{ $b.id }}", f: "{{ $b.«idd» }}" } }',
    'noSuchField c set.f',
  ],
  [
    'a disabled step',
    '- { id: b, disabled: true, set: { c: 1 } }\n- { id: d, set: { e: "{{ «$b».c }}" } }',
    'disabledReference d set.e',
  ],
  [
    'the run before it begins',
    'id: a\ntrigger: { use: core.webhook, when: { left: "{{ «$run».id }}", op: exists } }\nsteps: [{ id: b, wait: { for: 1s } }]',
    'notInTrigger - trigger.when.left',
  ],
  [
    'a step before the run',
    'id: a\ntrigger: { use: core.webhook, when: { left: "{{ «$b».c }}", op: exists } }\nsteps: [{ id: b, set: { c: 1 } }]',
    'notInTrigger - trigger.when.left',
  ],
  [
    'a step in the key of concurrency',
    'id: a\ntrigger: { use: core.webhook }\nconcurrency: { max: 1, key: "{{ $trigger.body.x & «$b».c }}" }\nsteps: [{ id: b, set: { c: 1 } }]',
    'notInTrigger - concurrency.key',
  ],
  [
    'the event that is waited for',
    '- { id: b, wait: { event: shop.paid, match: { left: "{{ $event.id }}", op: equals, right: "{{ $trigger.body.id }}" } } }',
  ],
  ['an event nobody waits for', '- { id: b, set: { c: "{{ «$event».id }}" } }', 'unknownReference b set.c'],
  [
    'own variables of an expression',
    '- { id: b, set: { c: "{{ ($x := 1; $map([1], function($v, $i) { $v + $i + $x })) }}" } }',
  ],
  [
    'own variables do not leave their block',
    '- { id: b, set: { c: "{{ (($x := 1); «$x») }}" } }',
    'unknownReference b set.c',
  ],
  ['variables of a path', '- { id: b, set: { c: "{{ $trigger.body.a@$x#$i.{ \\"x\\": $x, \\"i\\": $i } }}" } }'],
  [
    'a branch of parallel',
    '- { id: b, parallel: { k: [{ id: c, set: { d: 1 } }] } }\n- { id: e, set: { f: "{{ $b.k.d }}", g: "{{ $b.«l» }}" } }',
    'noSuchField e set.g',
  ],
  [
    'results of a loop',
    '- { id: b, forEach: [1], do: [{ id: c, set: { d: 1 } }] }\n- { id: e, set: { f: "{{ $b.results[0].d }}", g: "{{ $b.results[0].«x» }}", h: "{{ $b.«result» }}" } }',
    'noSuchField e set.g',
    'noSuchField e set.h',
  ],
  [
    'results of a loop that goes on',
    '- { id: b, forEach: [1], onItemError: continue, do: [{ id: c, set: { d: 1 } }] }\n- { id: e, set: { f: "{{ $b.results.error.message }}" } }',
  ],
  [
    'the path taken of an if',
    '- { id: b, if: { expr: "{{ true }}" }, then: [{ id: c, set: { x: 1 } }], else: [{ id: d, set: { y: 1 } }] }\n- { id: e, set: { f: "{{ [$b.x, $b.y, $b.«z»] }}" } }',
    'noSuchField e set.f',
  ],
  [
    'the path taken of a switch',
    '- { id: b, switch: x, cases: { k: [{ id: c, set: { x: 1 } }] } }\n- { id: e, set: { f: "{{ [$b.x, $b.«z»] }}" } }',
    'noSuchField e set.f',
  ],
  [
    'a wait has no output',
    '- { id: b, wait: { for: 1s } }\n- { id: c, set: { d: "{{ $b.«at» }}" } }',
    'noFields c set.d',
  ],
  [
    'an event has one',
    '- { id: b, wait: { event: shop.paid } }\n- { id: c, set: { d: "{{ $b.total }}", e: "{{ $b.«sum» }}" } }',
    'noSuchField c set.e',
  ],
  [
    'a called flow',
    '- { id: b, call: other }\n- { id: c, set: { d: "{{ $b.run }}", e: "{{ $b.«output» }}" } }',
    'noSuchField c set.e',
  ],
  ['an awaited flow', '- { id: b, call: other, await: true }\n- { id: c, set: { d: "{{ $b.output.any.thing }}" } }'],
])('%s', (_, text, ...finds) => {
  const { found, marked } = findMarked(text);
  expect(found).toEqual(expected(finds, marked));
});
