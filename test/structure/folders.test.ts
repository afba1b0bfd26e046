import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderOf, mayImport } from './folders.ts';

/** Imports of a source text that its folder may not have, as `folder -> folder: file`. */
function strays(file: string, source: string): string[] {
  const from = folderOf(file);
  if (from === undefined) return [];
  return [...source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].flatMap(([, name = '']) => {
    const target = name.startsWith('#')
      ? name.slice(1)
      : name.startsWith('.')
        ? normalize(join(dirname(file), name))
        : '';
    const to = folderOf(target);
    const page = (path: string) => /^console\/src\/pages\/\w+\//.exec(path)?.[0];
    const neighbour = page(file) !== undefined && page(target) !== undefined && page(file) !== page(target);
    const wrong = target.startsWith('test/') || (to !== undefined && (neighbour || !mayImport(from, to)));
    return wrong ? [`${from} -> ${to ?? 'test'}: ${file}`] : [];
  });
}

const files = globSync('{flows,functions,infra,cli,console/src}/**/*.{ts,svelte}', {
  exclude: (name) => /\.test\.ts$|(^|\/)(node_modules|dist)$/.test(name),
});

describe('what folders import', () => {
  test('is what the table of folders says', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(files.flatMap((file) => strays(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  test.each([
    ['flows/language/planted.ts', '#flows/compiler/compile.ts'],
    ['flows/engine/states/planted.ts', '../../compiler/compile.ts'],
    ['flows/compiler/planted.ts', '#flows/history/history-of.ts'],
    ['flows/text/planted.ts', '#flows/language/flow.ts'],
    ['flows/text/planted.ts', '../connectors/jira/jira.ts'],
    ['flows/editing/planted.ts', '#functions/store/table/table.ts'],
    ['functions/contract/planted.ts', '#flows/language/flow.ts'],
    ['functions/store/planted.ts', '#functions/runs/end-run.ts'],
    ['functions/store/table/planted.ts', '../run.ts'],
    ['functions/runs/planted.ts', '../publish/publish.ts'],
    ['functions/api/planted.ts', '#functions/webhook/receive.ts'],
    ['functions/dispatch/planted.ts', '#functions/api/runs/runs.ts'],
    ['functions/api/planted.ts', '#infra/local/storage/store.ts'],
    ['functions/api/planted.ts', '#functions/connectors/wrapper.ts'],
    ['infra/aws/planted.ts', '../local/store.ts'],
    ['infra/local/planted.ts', '#test/support/server.ts'],
    ['cli/planted.ts', '#functions/store/table/table.ts'],
    ['console/src/app/planted.ts', '../pages/run/RunPage.svelte'],
    ['console/src/ui/planted.ts', '../parts/runs/run-status.ts'],
    ['console/src/pages/run/planted.ts', '../runs/RunsPage.svelte'],
    ['console/src/pages/run/planted.ts', '#functions/store/run.ts'],
  ])('refuses in %s an import of %s', (file, name) => {
    expect(strays(file, `import { planted } from '${name}';`)).toHaveLength(1);
  });
});
