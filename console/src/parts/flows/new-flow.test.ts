import { expect, test } from 'vitest';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { firstFreeId, idFromName, newFlowSource } from './new-flow.ts';

test.each([
  ['Blocked issues reach a person', 'blocked-issues-reach-a-person'],
  ['  Überfällige — Tickets! ', 'uberfallige-tickets'],
  ['每日数据', ''],
  ['x'.repeat(80), 'x'.repeat(50)],
])('the id of %s is %s', (name, id) => {
  expect(idFromName(name)).toBe(id);
});

test('a free id is found beside those that are taken', () => {
  expect(firstFreeId('daily', new Map())).toBe('daily');
  expect(
    firstFreeId(
      'daily',
      new Map([
        ['daily', ''],
        ['daily-2', ''],
      ]),
    ),
  ).toBe('daily-3');
  expect(firstFreeId('x'.repeat(63), new Map([['x'.repeat(63), '']]))).toHaveLength(60);
});

const triggers = Object.values(catalogue).flatMap((connector) =>
  Object.entries(connector.triggers).map(([trigger, { connection }]) => ({
    use: `${connector.id}.${trigger}`,
    connector: connector.id,
    connection,
  })),
);

test.each(triggers)('a new flow begun by $use can be published as it is', ({ use, connector, connection }) => {
  const named = connection === 'required' ? { connection: connector } : {};
  const source = newFlowSource({ id: 'new', name: 'Name: with "signs"', trigger: use, ...named });
  const { problems, compiled } = compile(source, 'yaml', { catalogue, connections: { [connector]: connector } });
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  expect(compiled?.flow).toBe('new');
});
