import { describe, expect, test } from 'vitest';
import { expected, findMarked } from './find-marked.ts';

const flow = (trigger: string, steps = '{ id: b, wait: { for: 1s } }') =>
  `id: a\ntrigger: { ${trigger} }\nsteps: [${steps}]`;

function check(text: string, finds: readonly string[], connections?: Record<string, string>): void {
  const { found, marked } = findMarked(text, connections);
  expect(found).toEqual(expected(finds, marked));
}

describe('names', () => {
  test.each<[text: string, ...finds: string[]]>([
    ['- { id: b, set: { c: 1 } }\n- { id: «b», set: { c: 1 } }', 'duplicateName b id'],
    ['- { id: b, disabled: true, set: { c: 1 } }\n- { id: «b», set: { c: 1 } }', 'duplicateName b id'],
    [
      '- { id: b, set: { c: 1 } }\n- { id: d, forEach: [1], as: «b», do: [{ id: c, set: { c: 1 } }] }',
      'duplicateName d as',
    ],
    ['- { id: «count», set: { c: "{{ $count([1]) }}" } }', 'reservedName count id'],
    ['- { id: count, set: { c: 1 } }'],
    ['- { id: «__a», set: { c: 1 } }', 'reservedName __a id'],
    ['- { id: «trigger», set: { c: 1 } }', 'reservedName trigger id'],
    ['- { id: «states», set: { c: 1 } }', 'reservedName states id'],
    ['- { id: «sum», set: { c: "{{ [1] ~> $sum }}" } }', 'reservedName sum id'],
    ['- { id: sum, set: { total: 1 } }\n- { id: b, set: { c: "{{ $sum.total }}" } }'],
    ['- { id: sum, set: { total: 1 } }\n- { id: b, set: { c: "{{ $sum.«totl» }}" } }', 'noSuchField b set.c'],
    ['- { id: b, forEach: [1], as: «sum», do: [{ id: c, set: { c: "{{ $sum([1]) }}" } }] }', 'reservedName b as'],
    ['- { id: 计数, set: { c: 1 } }'],
  ])('%s', (text, ...finds) => check(text, finds));

  test('two loops may not share a name for their items', () => {
    const loop = (id: string, as: string) => `- { id: ${id}, forEach: [1], ${as}do: [{ id: ${id}_1, set: { c: 1 } }] }`;
    check(`${loop('b', 'as: x, ')}\n${loop('c', 'as: «x», ')}`, ['duplicateName c as']);
  });
});

describe('structure', () => {
  test.each<[text: string, ...finds: string[]]>([
    ['- { id: b, stop: succeeded }'],
    ['- { id: b, stop: succeeded }\n- «{ id: c, set: { d: 1 } }»', 'unreachableStep c -'],
    ['- { id: b, disabled: true, stop: succeeded }\n- { id: c, set: { d: 1 } }'],
    [
      '- { id: b, if: { expr: "{{ true }}" }, then: [{ id: c, stop: failed }], else: [{ id: d, stop: failed }] }\n- «{ id: e, set: { f: 1 } }»',
      'unreachableStep e -',
    ],
    ['- { id: b, if: { expr: "{{ true }}" }, then: [{ id: c, stop: failed }] }\n- { id: e, set: { f: 1 } }'],
    [
      '- { id: b, switch: x, cases: { y: [{ id: c, stop: failed }] }, default: [{ id: d, stop: failed }] }\n- «{ id: e, set: { f: 1 } }»',
      'unreachableStep e -',
    ],
    ['- { id: b, switch: x, cases: { y: [{ id: c, stop: failed }] } }\n- { id: e, set: { f: 1 } }'],
    [
      '- { id: b, try: [{ id: c, stop: «failed» }], catch: [{ id: d, stop: failed }] }\n- «{ id: e, set: { f: 1 } }»',
      'stopPassesThrough c stop',
      'unreachableStep e -',
    ],
    ['- { id: b, if: { expr: "{{ true }}" }, «then»: [], else: [{ id: c, set: { d: 1 } }] }', 'emptyBranch b then'],
    ['- { id: b, if: { expr: "{{ true }}" }, then: [{ id: c, set: { d: 1 } }], else: [] }'],
    ['- { id: b, forEach: [1], «do»: [] }', 'emptyBranch b do'],
    ['- { id: b, parallel: { «c»: [], d: [{ id: e, set: { f: 1 } }] } }', 'emptyBranch b parallel.c'],
    ['- { id: b, «try»: [], catch: [] }', 'emptyBranch b try'],
    ['- { id: b, «set»: {} }', 'emptyBranch b set'],
    ['- { id: b, switch: x, cases: { y: [] } }'],
    ['id: a\ntrigger: { use: core.manual }\n«steps»: []', 'emptyFlow - steps'],
  ])('%s', (text, ...finds) => check(text, finds));
});

describe('limits of a step', () => {
  test.each<[text: string, ...finds: string[]]>([
    ['- { id: b, use: http.request, with: { url: "https://a.example" }, timeout: 5s, retry: { attempts: 2 } }'],
    ['- { id: b, call: other, await: true, timeout: 5m }'],
    ['- { id: b, call: other, timeout: «5m» }', 'onlyForActions b timeout'],
    ['- { id: b, wait: { event: shop.paid, timeout: 1h } }'],
    ['- { id: b, wait: { event: shop.paid }, «timeout»: 1h }', 'timeoutOutsideWait b timeout'],
    ['- { id: b, wait: { callback: {} }, «timeout»: 1h }', 'timeoutOutsideWait b timeout'],
    ['- { id: b, wait: { for: 1h }, timeout: «2h» }', 'onlyForActions b timeout'],
    ['- { id: b, set: { c: 1 }, «retry»: { attempts: 2 } }', 'onlyForActions b retry'],
  ])('%s', (text, ...finds) => check(text, finds));
});

describe('connectors and connections', () => {
  const connections = { 'shop-main': 'shop', 'jira-main': 'jira' };
  test.each<[text: string, ...finds: string[]]>([
    ['- { id: b, use: «shp.find», with: {} }', 'unknownConnector b use'],
    ['- { id: b, use: «toString.find», with: {} }', 'unknownConnector b use'],
    ['- { id: b, use: «shop.fnd», with: {} }', 'unknownAction b use'],
    ['- { id: b, use: «shop.paid», with: {} }', 'triggerAsAction b use'],
    [flow('use: «core.webhok»'), 'unknownTrigger - trigger.use'],
    [flow('use: «shop.find»'), 'actionAsTrigger - trigger.use'],
    ['- { id: b, wait: { event: «shop.payed» } }', 'unknownTrigger b wait.event'],
    ['- { id: b, wait: { event: «core.schedule» } }', 'cannotWaitFor b wait.event'],
    ['- «{ id: b, use: shop.pay, with: { by: x } }»', 'connectionNeeded b -'],
    [flow('use: core.manual, «connection»: shop-main'), 'connectionUnused - trigger.connection'],
    ['- { id: b, use: shop.pay, connection: shop-main, with: { by: x } }'],
    ['- { id: b, use: shop.pay, connection: «shop-man», with: { by: x } }', 'unknownConnection b connection'],
    ['- { id: b, use: shop.pay, connection: «jira-main», with: { by: x } }', 'connectionOfOther b connection'],
    ['- { id: b, wait: { event: shop.paid, connection: «nope» } }', 'unknownConnection b wait.connection'],
  ])('%s', (text, ...finds) => check(text, finds, connections));

  test('connections are looked up only when they are known', () => {
    check('- { id: b, use: shop.pay, connection: anything, with: { by: x } }', []);
  });
});

describe('schedules', () => {
  test.each<[settings: string, ...finds: string[]]>([
    ['cron: "30 8 * * 1-5", timeZone: Asia/Shanghai, window: 15m'],
    ['cron: "*/15 0-6/2 1,15 JAN-mar *"'],
    ['cron: "0 9 29 2 *"'],
    ['cron: "0 9 * * 5-7"'],
    ['cron: «"0 30 8 * * 1-5"»', 'cronFields cron'],
    ['cron: "«60» 8 * * *"', 'cronField cron'],
    ['cron: "0 «24» * * *"', 'cronField cron'],
    ['cron: "0 8 «0» * *"', 'cronField cron'],
    ['cron: "0 8 * «13» *"', 'cronField cron'],
    ['cron: "0 8 * * «MOON»"', 'cronField cron'],
    ['cron: "0 8 * * «5-1»"', 'cronField cron'],
    ['cron: "«*/0» 8 * * *"', 'cronField cron'],
    ['cron: "0 8 «L» * *"', 'cronField cron'],
    ['cron: «"0 9 1 * 1"»', 'cronBothDays cron'],
    ['cron: «"0 9 */2 * 1-5"»', 'cronBothDays cron'],
    ['cron: «"0 9 30,31 2 *"»', 'cronNever cron'],
    ['every: 15m'],
    ['every: 1h30m'],
    ['every: «90s»', 'everyWholeMinutes every'],
    ['every: «0m»', 'everyWholeMinutes every'],
    ['every: «soon»', 'invalidDuration every'],
    ['at: 2026-12-24T09:00:00, timeZone: Europe/Berlin'],
    ['at: «2026-12-24»', 'invalidAt at'],
    ['at: «2026-12-24T09:00»', 'invalidAt at'],
    ['at: «2026-12-24T09:00:00Z»', 'invalidAt at'],
    ['at: «2026-11-31T09:00:00»', 'invalidAt at'],
    ['cron: "0 9 * * *", «every»: 1h', 'scheduleKind every'],
    ['every: 1h, timeZone: «Europe/Berln»', 'unknownTimeZone timeZone'],
    ['every: 1h, timeZone: «"+08:00"»', 'unknownTimeZone timeZone'],
    ['every: 1h, window: «30s»', 'windowRange window'],
    ['every: 1h, window: «2d»', 'windowRange window'],
    ['every: 1h, window: «wide»', 'invalidDuration window'],
    ['every: 1h, missed: «never»', 'invalidChoice missed'],
  ])('%s', (settings, ...finds) => {
    check(
      flow(`use: core.schedule, with: { ${settings} }`),
      finds.map((find) => find.replace(' ', ' - trigger.with.')),
    );
  });

  test('a schedule without a time', () => {
    check(flow('use: core.schedule, «with»: { timeZone: UTC }'), ['scheduleKind - trigger.with']);
  });
});

describe('a flow that triggers itself', () => {
  const pay = (use: string, connection = 's') => `{ id: b, use: ${use}, connection: ${connection}, with: { by: x } }`;
  const when = 'when: { left: "{{ $trigger.total }}", op: gt, right: 1 }';
  test.each<[text: string, ...finds: string[]]>([
    [flow('use: shop.paid, connection: s', pay('«shop.pay»')), 'triggersItself b use'],
    [flow('use: shop.ordered, connection: s', pay('shop.pay'))],
    [flow('use: shop.paid, connection: s', pay('shop.pay', 'other'))],
    [flow(`use: shop.paid, connection: s, ${when}`, pay('«shop.pay»')), 'mayTriggerItself b use'],
    [
      flow(
        'use: shop.paid, connection: s',
        `{ id: i, if: { left: 1, op: equals, right: 1 }, then: [${pay('«shop.pay»')}] }`,
      ),
      'mayTriggerItself b use',
    ],
    [
      flow('use: shop.paid, connection: s', '{ id: b, use: «shop.note», connection: s, with: {} }'),
      'mayTriggerItself b use',
    ],
    [flow('use: shop.paid, connection: s', '{ id: b, use: shop.find, connection: s, with: { id: A1 } }')],
    [flow('use: core.manual', '{ id: b, call: «a» }'), 'triggersItself b call'],
    [flow('use: core.manual', '{ id: b, call: other }')],
    [
      flow('use: core.manual', '{ id: i, if: { left: 1, op: equals, right: 1 }, then: [{ id: b, call: «a» }] }'),
      'triggersItself b call',
    ],
    [
      flow('use: core.webhook', '{ id: b, use: «http.request», with: { url: "https://example.com/hooks/abc" } }'),
      'mayTriggerItself b use',
    ],
    [flow('use: core.webhook', '{ id: b, use: http.request, with: { url: "https://example.com/items" } }')],
  ])('%s', (text, ...finds) => check(text, finds));
});

test('findings are in the order of the text', () => {
  const { found, marked } = findMarked(
    '- { id: «count», set: { a: "{{ «$x» + $count([]) }}" } }\n- { id: b, use: «shop.fnd» }\n- { id: c, set: { d: "{{ «$y» }}" } }',
  );
  const finds = [
    'reservedName count id',
    'unknownReference count set.a',
    'unknownAction b use',
    'unknownReference c set.d',
  ];
  expect(found).toEqual(expected(finds, marked));
});
