import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from './connectors/catalogue.generated.ts';
import { catalogueSource } from './connectors/generate-catalogue.ts';
import { renderConnectorReference } from './connectors/render-reference.ts';
import { flowJsonSchema } from './language/flow-document.ts';
import { readProblemCatalogue, readProblemWords } from './language/problem-catalogue.ts';
import { renderProblemsModule, renderProblemsPage } from './language/render-problems.ts';

/** Every generated file of the repository at `root`, with the text it should have; paths relative to `root`. */
export function generatedFiles(root: string): { path: string; text: string }[] {
  const problemsPage = readFileSync(join(root, 'flows/language/problems.md'), 'utf8');
  const problems = readProblemCatalogue(problemsPage);
  return [
    {
      path: 'flows/language/problems.generated.ts',
      text: renderProblemsModule(problems, readProblemWords(problemsPage)),
    },
    { path: 'flows/language/flow.schema.json', text: `${JSON.stringify(flowJsonSchema(), null, 2)}\n` },
    { path: 'flows/connectors/catalogue.generated.ts', text: catalogueSource() },
    { path: 'docs/connectors.md', text: renderConnectorReference(catalogue) },
    { path: 'docs/problems.md', text: renderProblemsPage(problems) },
  ];
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  for (const { path, text } of generatedFiles(root)) writeFileSync(join(root, path), text);
}
