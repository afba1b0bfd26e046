import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { fillTemplate, template } from './template.ts';

const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test.each(folders.map((folder) => folder.name))('%s is complete and leaves no hole', (name) => {
  const read = (file: string): string => readFileSync(`${import.meta.dirname}/${name}/${file}`, 'utf8');
  const about = template.parse(parse(read('template.yaml')));
  for (const parameter of about.parameters) {
    if (parameter.kind === 'connection') expect(Object.keys(catalogue)).toContain(parameter.connector);
  }
  for (const file of about.flows) {
    const source = read(file);
    for (const [, hole] of source.matchAll(/\$\{([^}]+)\}/g))
      expect(about.parameters.map((each) => each.name)).toContain(hole);
    expect(fillTemplate(source, about.parameters, {})).not.toContain('${');
  }
  const used = about.flows.map(read).join('\n');
  for (const english of Object.keys(about.chinese)) expect(used).toContain(english);
  for (const parameter of about.parameters)
    expect(used, `${parameter.name} is used`).toContain(`\${${parameter.name}}`);
});
