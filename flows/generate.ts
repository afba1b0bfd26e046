import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorFiles, type Generated } from './connectors/generate-connectors.ts';
import { flowJsonSchema } from './language/flow-document.ts';
import { readProblemCatalogue, readProblemWords } from './language/problem-catalogue.ts';
import { renderProblemsModule, renderProblemsPage } from './language/render-problems.ts';

/** Generated files that follow from what is written by hand, with the text they should have. */
function written(root: string): Generated[] {
  const problemsPage = readFileSync(join(root, 'flows/language/problems.md'), 'utf8');
  const problems = readProblemCatalogue(problemsPage);
  return [
    {
      path: 'flows/language/problems.generated.ts',
      text: renderProblemsModule(problems, readProblemWords(problemsPage)),
    },
    { path: 'flows/language/flow.schema.json', text: `${JSON.stringify(flowJsonSchema(), null, 2)}\n` },
    { path: 'docs/problems.md', text: renderProblemsPage(problems) },
    ...connectorFiles(root),
  ];
}

/** What follows from generated code: it has to be there before it is loaded. */
async function derived(): Promise<Generated[]> {
  const { catalogue } = await import('./connectors/catalogue.generated.ts');
  const { renderConnectorReference } = await import('./connectors/render-reference.ts');
  return [{ path: 'docs/connectors.md', text: renderConnectorReference(catalogue) }];
}

/** Every generated file of the repository at `root`, with the text it should have. */
export async function generatedFiles(root: string): Promise<Generated[]> {
  return [...written(root), ...(await derived())];
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const write = ({ path, text }: Generated) => writeFileSync(join(root, path), text);
  written(root).forEach(write);
  (await derived()).forEach(write);
}
