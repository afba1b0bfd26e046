import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { type Fixture, fixtures } from '#test/support/fixture.ts';

const folder = `${import.meta.dirname}/../../../shared/connectors/openapi`;
const connectors = `${import.meta.dirname}/../../flows/connectors`;
const descriptions: Record<string, string> = { jira: 'jira-cloud-v3' };

interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      { requestBody?: { content: Record<string, { schema: object }> }; parameters?: { name: string; in: string }[] }
    >
  >;
  components: object;
}

const requests = Object.keys(descriptions).flatMap((connector) =>
  readdirSync(`${connectors}/${connector}/run`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.fixture.json'))
    .flatMap((file) =>
      fixtures
        .parse(JSON.parse(readFileSync(`${connectors}/${connector}/run/${file}`, 'utf8')))
        .map((fixture) => ({ connector, file, fixture })),
    ),
);

function operation(api: OpenApi, request: Fixture['exchanges'][number]['request']) {
  const path = new URL(request.url).pathname;
  const fits = (template: string) => new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  const template = Object.keys(api.paths).find((each) => each === path) ?? Object.keys(api.paths).find(fits);
  return template === undefined ? undefined : api.paths[template]?.[request.method.toLowerCase()];
}

/** Runs where the vendors' own API descriptions are present beside the project, and says so where they are not. */
describe.skipIf(!existsSync(folder))(
  "every request our fixtures make is one the vendor's description knows (only where it is present)",
  () => {
    test.each(requests)('$file: $fixture.name', ({ connector, fixture }) => {
      const api = JSON.parse(readFileSync(`${folder}/${descriptions[connector]}.json`, 'utf8')) as OpenApi;
      const ajv = new Ajv({ strict: false, validateFormats: false });
      for (const { request } of fixture.exchanges) {
        const found = operation(api, request);
        expect(found, `${request.method} ${request.url}`).toBeDefined();
        for (const name of Object.keys(request.query ?? {}))
          expect(found!.parameters?.map((parameter) => parameter.name)).toContain(name);
        if (request.body === undefined) continue;
        const schema = { ...found!.requestBody!.content['application/json']!.schema, components: api.components };
        const valid = ajv.compile(schema);
        expect(valid(request.body), JSON.stringify(valid.errors)).toBe(true);
      }
    });
  },
);
