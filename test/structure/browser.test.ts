import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reachedFrom } from './import-graph.ts';

const root = join(import.meta.dirname, '../..');
const running = /^flows\/connectors\/([^/]+\/run\/|(.+\/)?calls\.generated\.ts$)/;

test('a browser loads what connectors say of themselves, never what calls a vendor', () => {
  const reached = [...reachedFrom(root, ['console/src/main.ts'])];
  expect(reached).toContain('console/src/compile/compile.worker.ts');
  expect(reached).toContain('flows/connectors/jira/actions/create-issue.ts');
  expect(reached.filter((file) => running.test(file))).toEqual([]);
});

test('the function of a connector loads its own calls and those of no other', () => {
  const reached = [...reachedFrom(root, ['functions/connectors/jira.generated.ts'])];
  expect(reached).toContain('flows/connectors/jira/run/call-jira.ts');
  expect(reached.filter((file) => running.test(file) && !file.includes('/jira/'))).toEqual([]);
});
