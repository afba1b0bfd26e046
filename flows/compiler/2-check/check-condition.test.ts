import { expect, test } from 'vitest';
import { expected, findMarked } from './find-marked.ts';

const text = '"{{ $o.id }}"';
const number = '"{{ $o.total }}"';
const anything = '"{{ $trigger.body.x }}"';

// The condition of an `if` after the step `o`, an order; its field is told without the `if` before it.
test.each<[condition: string, ...finds: string[]]>([
  [`left: ${text}, op: equals, right: A1`],
  [`left: ${text}, op: notEquals, right: "{{ $o.note }}"`],
  [`left: ${text}, op: exists`],
  [`left: ${text}, op: exists, «right»: true`, 'unneededOperand right'],
  [`left: ${anything}, op: isTrue`],
  [`left: «${text}», op: isFalse`, 'wrongType left'],
  [`left: "{{ $o.«idd» }}", op: exists`, 'noSuchField left'],
  [`left: ${text}, op: in, right: [a, b]`],
  [`left: ${text}, op: in, right: ${anything}`],
  [`left: ${text}, op: notIn, right: «a»`, 'wrongType right'],
  [`left: ${text}, op: in, right: «${number}»`, 'wrongType right'],
  [`left: "{{ $o.lines }}", op: contains, right: a`],
  [`left: «${number}», op: contains, right: 1`, 'wrongType left'],
  [`left: ${text}, op: startsWith, right: a`],
  [`left: ${text}, op: endsWith, right: «1»`, 'wrongType right'],
  [`left: «${number}», op: startsWith, right: a`, 'wrongType left'],
  [`left: ${text}, op: matches, right: "^a+$"`],
  [`left: ${text}, op: matches, right: «"(?=a)"»`, 'patternNotSupported right'],
  [`left: ${text}, op: matches, right: «"("»`, 'patternNotSupported right'],
  [`left: ${text}, op: matches, right: «${anything}»`, 'constantNeeded right'],
  [`left: ${number}, op: gt, right: 1`],
  [`left: «"{{ $o.lines }}"», op: gte, right: 1`, 'wrongType left'],
  [`left: ${text}, op: gt, right: «"500"»`, 'numberAsText right'],
  [`left: ${anything}, op: lte, right: «"-0.5"»`, 'numberAsText right'],
  [`left: ${anything}, op: between, right: [«"1"», 9]`, 'numberAsText right[0]'],
  [`left: ${number}, op: gt, right: "500"`],
  [`left: ${number}, op: gt, right: «"5,000"»`, 'numberWithMarks right'],
  [`left: ${anything}, op: between, right: [«"１０"», 9]`, 'numberWithMarks right[0]'],
  [`left: ${number}, op: in, right: [5, «"5,000"»]`, 'numberWithMarks right[1]'],
  [`left: ${anything}, op: equals, right: "5,000"`],
  [`left: ${anything}, op: lt, right: "007"`],
  [`left: ${anything}, op: gte, right: "1.2.3"`],
  [`left: ${anything}, op: equals, right: "500"`],
  [`left: «"{{ $o.buyer }}"», op: lt, right: 1`, 'wrongType left'],
  [`left: ${number}, op: lte, right: ${anything}`],
  [`left: ${number}, op: between, right: [1, 2]`],
  [`left: ${number}, op: between, «right»: [1]`, 'pairNeeded right'],
  [`left: ${number}, op: between, right: «1»`, 'wrongType right'],
  [`left: ${text}, op: before, right: 2026-01-31`],
  [`left: ${text}, op: after, right: 2028-02-29T10:00:00+08:00`],
  [`left: ${text}, op: after, right: «2027-02-29»`, 'invalidTime right'],
  [`left: ${text}, op: before, right: «tomorrow»`, 'invalidTime right'],
  [`left: ${number}, op: after, right: 1782896400123`],
  [`left: «"{{ $o.lines }}"», op: after, right: 2026-01-31`, 'wrongType left'],
  [`left: «soon», op: before, right: ${text}`, 'invalidTime left'],
  [`left: «27.11.2026», op: withinLast, right: 2h`, 'invalidTime left'],
  [`left: ${text}, op: before, right: «true»`, 'wrongType right'],
  [`left: ${text}, op: withinLast, right: 2h`],
  [`left: ${text}, op: withinLast, right: «2 hours»`, 'invalidDuration right'],
  [`left: ${text}, op: withinLast, right: «90»`, 'wrongType right'],
  [`left: ${text}, op: withinLast, right: «${anything}»`, 'constantNeeded right'],
  ['left: «""», op: equals, right: ""', 'fieldNotChosen left'],
  ['left: «""», op: isTrue', 'fieldNotChosen left'],
  ['left: «" "», op: before, right: 2026-01-31', 'fieldNotChosen left'],
  ['left: «""», op: gte, right: «""»', 'fieldNotChosen left', 'valueNotGiven right'],
  [`left: ${text}, op: equals, right: ""`],
  [`left: ${text}, op: notEquals, right: ""`],
  [`left: ${text}, op: startsWith, right: ""`],
  ...['gt', 'gte', 'lt', 'lte', 'before', 'after', 'withinLast'].map((op): [string, string] => [
    `left: ${text}, op: ${op}, right: «""»`,
    'valueNotGiven right',
  ]),
  [`left: ${number}, op: between, right: [«""», «""»]`, 'valueNotGiven right[0]', 'valueNotGiven right[1]'],
  [`left: ${number}, op: between, right: [${number}, 9]`],
  ['left: "{{ $o.state }}", op: equals, right: open'],
  ['left: "{{ $o.state }}", op: equals, right: «opn»', 'neverEqual right'],
  ['left: "{{ $o.state }}", op: in, right: [open, «closed»]', 'neverEqual right[1]'],
  ['left: «status», op: changed', 'changedNotOffered left'],
  [
    `all: [{ left: ${text}, op: exists }, { not: { any: [{ left: ${text}, op: equals, right: "{{ «$x» }}" }] } }]`,
    'unknownReference all[1].not.any[0].right',
  ],
  ['expr: "{{ $o.total > 1 }}"'],
  ['expr: "{{ $o.«sum» > 1 }}"', 'noSuchField expr'],
])('%s', (condition, ...finds) => {
  const { found, marked } = findMarked(
    `- { id: o, use: shop.find, with: { id: A1 } }\n- { id: b, if: { ${condition} }, then: [{ id: c, wait: { for: 1s } }] }`,
  );
  expect(found).toEqual(
    expected(
      finds.map((find) => find.replace(' ', ' b if.')),
      marked,
    ),
  );
});

test('an operator that needs a right side', () => {
  const { found } = findMarked('- { id: b, if: { left: 1, op: equals }, then: [{ id: c, wait: { for: 1s } }] }');
  expect(found).toEqual(['missingOperand b if «if» at 4:14']);
});

test.each<[trigger: string, ...finds: string[]]>([
  ['use: jira.issueUpdated, connection: j, when: { left: status, op: changedTo, right: Done }'],
  ['use: jira.issueUpdated, connection: j, when: { left: "{{ $trigger.changed.status }}", op: changed }'],
  [
    'use: jira.issueUpdated, connection: j, when: { left: «"the {{ 1 }}"», op: changed }',
    'changedNeedsField - trigger.when.left',
  ],
  ['use: shop.paid, when: { left: «status», op: changed }', 'changedNotOffered - trigger.when.left'],
  ['use: core.manual, when: { left: status, op: changed }'],
])('trigger: %s', (trigger, ...finds) => {
  const { found, marked } = findMarked(`id: a\ntrigger: { ${trigger} }\nsteps: [{ id: b, wait: { for: 1s } }]`);
  expect(found).toEqual(expected(finds, marked));
});
