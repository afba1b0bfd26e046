import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { connectorFiles } from './generate-connectors.ts';

/** The files of the connector that CONTRIBUTING.md walks through, by their path. */
const guide = readFileSync(join(import.meta.dirname, '../../CONTRIBUTING.md'), 'utf8');
const files = [...guide.matchAll(/\/\/ (flows\/connectors\/pager\/[^\s,]+).*\n([\s\S]*?)(?=\n\/\/ flows|\n```)/g)].map(
  ([, path = '', text = '']) => ({ path, text }),
);

let root: string;
let remove: () => void;
beforeEach(() => {
  ({ path: root, remove } = scratchFolder());
  for (const { path, text } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterEach(() => remove());

test('the connector of the guide becomes an entry of every index and a Lambda function', () => {
  const generated = Object.fromEntries(connectorFiles(root).map(({ path, text }) => [path, text]));
  expect(generated['flows/connectors/pager/connector.generated.ts']).toContain('actions: { openIncident }');
  expect(generated['flows/connectors/pager/calls.generated.ts']).toContain("'./run/open-incident.ts'");
  expect(generated['flows/connectors/catalogue.generated.ts']).toContain('{ pager }');
  expect(generated['flows/text/connector-texts.generated.ts']).toContain('zh: { pager: pager_zh }');
  expect(generated['infra/connectors.generated.ts']).toContain("['pager']");
  expect(generated['functions/connectors/pager.generated.ts']).toContain('connectorHandler(connector, calls)');
});

test.each([
  ['actions/close-incident.ts', 'texts/en.json says nothing of actions.closeIncident'],
  ['triggers/paged.ts', 'texts/en.json says nothing of triggers.paged'],
])('%s without a text is told', (file, says) => {
  mkdirSync(join(root, 'flows/connectors/pager/triggers'), { recursive: true });
  writeFileSync(join(root, 'flows/connectors/pager', file), '');
  expect(() => connectorFiles(root)).toThrow(says);
});

test('an action without a call is told', () => {
  rmSync(join(root, 'flows/connectors/pager/run/open-incident.ts'));
  expect(() => connectorFiles(root)).toThrow('run/open-incident.ts is missing');
});
