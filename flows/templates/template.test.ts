import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { exampleEvent, fillTemplate, template } from './template.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(folders.map((folder) => folder.name))('%s is complete and leaves no hole', (name) => {
  const read = (file: string): string => readFileSync(`${import.meta.dirname}/${name}/${file}`, 'utf8');
  const about = template.parse(parse(read('template.yaml')));
  for (const parameter of about.parameters) {
    if (parameter.kind === 'connection') expect(Object.keys(catalogue)).toContain(parameter.connector);
    if (!parameter.options) continue;
    const { operation, field, connection } = parameter.options;
    const [id = '', action = ''] = operation.split('.');
    const described = catalogue[id]?.actions[action] ?? catalogue[id]?.triggers[action];
    const { properties = {} } = z.toJSONSchema(described!.input, { io: 'input', unrepresentable: 'any' });
    expect((properties[field] as { options?: { needs?: string[] } }).options).toMatchObject({
      from: expect.any(String),
    });
    expect((properties[field] as { options?: { needs?: string[] } }).options?.needs ?? []).toEqual([]);
    expect(about.parameters.find((each) => each.name === connection)?.connector).toBe(id);
  }
  for (const file of about.flows) {
    const source = read(file);
    for (const [, hole] of source.matchAll(/\$\{([^}]+)\}/g))
      expect(about.parameters.map((each) => each.name)).toContain(hole);
    expect(fillTemplate(source, about.parameters, {})).not.toContain('${');
  }
  const used = about.flows.map(read).join('\n');
  for (const english of Object.keys(about.chinese)) expect(used).toContain(english);
  for (const { name: parameter, kind } of about.parameters) {
    expect(used, `${parameter} is used`).toContain(`\${${parameter}}`);
    if (kind !== 'text') continue;
    for (const line of used.split('\n').filter((each) => each.includes(`\${${parameter}}`)))
      expect(line, 'a text stands between double quotes').toMatch(new RegExp(`"[^"]*\\$\\{${parameter}\\}[^"]*"`));
  }
});

test('the example of a template speaks of the values that were chosen', () => {
  const read = (name: string) =>
    template.parse(parse(readFileSync(`${import.meta.dirname}/${name}/template.yaml`, 'utf8')));
  expect(exampleEvent(read('order-to-two-channels'), { amount: '5000' })).toMatchObject({ body: { total: 5000 } });
  expect(exampleEvent(read('blocked-issue-to-group'), { project: 'HR', status: '受阻' })).toMatchObject({
    issue: { key: 'HR-418' },
    changed: { status: { to: '受阻' } },
  });
});

test('no sign of a value means anything to YAML', () => {
  const folder = `${import.meta.dirname}/blocked-issue-to-group`;
  const about = template.parse(parse(readFileSync(`${folder}/template.yaml`, 'utf8')));
  const status = 'Wait: "x", [\\y] #z {';
  const filled = parse(fillTemplate(readFileSync(`${folder}/flow.yaml`, 'utf8'), about.parameters, { status }));
  expect(filled.trigger.when.all[0].right).toBe(status);
});
