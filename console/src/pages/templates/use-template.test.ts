import { expect, test } from 'vitest';
import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { compile } from '#flows/compiler/compile.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { eachStep } from '#flows/language/each-step.ts';
import { readTemplates } from '../../parts/templates/template-files.ts';
import { flowsFromTemplate, idOf } from './use-template.ts';

const templates = readTemplates();

test('the gallery has every template', () => {
  expect(templates.length).toBeGreaterThanOrEqual(5);
});

const both = templates.flatMap((template) =>
  (['en', 'zh'] as const).map((language) => ({ id: template.id, template, language })),
);

test.each(both)('$id becomes flows of the chosen name in $language', ({ template, language }) => {
  const flows = flowsFromTemplate(template, {}, { id: 'mine', name: 'My "own": name' }, language);
  expect(flows[0]?.id).toBe('mine');
  const connections = Object.fromEntries(
    template.parameters.flatMap((parameter) => (parameter.connector ? [[parameter.default, parameter.connector]] : [])),
  );
  for (const { id, source } of flows) {
    const { flow } = parseFlow(source, 'yaml');
    expect(flow?.id).toBe(id);
    if (language === 'zh') for (const step of eachStep(flow!.steps)) expect(step.name).toMatch(/\p{Script=Han}/u);
    const { problems } = compile(source, 'yaml', { catalogue, connections });
    expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  }
  expect(parseFlow(flows[0]!.source, 'yaml').flow?.name).toBe('My "own": name');
  expect(idOf(template.sources[0]!)).not.toBe('');
});
