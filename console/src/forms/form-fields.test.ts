import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { connectionFieldText } from '../i18n/connector-texts.ts';
import { changedFields, isKept, missingFields, shownValue } from '../parts/connections/connection.ts';
import { fieldFault } from './field-fault.ts';
import { formFields, readableName } from './form-fields.ts';

const connectors = Object.values(catalogue).filter((connector) => connector.connection);

test.each(connectors)('every field of $id has a label in both languages', (connector) => {
  const fields = formFields(z.toJSONSchema(connector.connection!.fields, { io: 'input' }));
  expect(fields.length).toBeGreaterThan(0);
  for (const field of fields) {
    expect(connectionFieldText('en', connector.id, field.name)?.label, field.name).toBeTruthy();
    expect(connectionFieldText('zh', connector.id, field.name)?.label, field.name).toBeTruthy();
  }
});

const fields = formFields({
  type: 'object',
  properties: {
    site: { type: 'string', format: 'uri', address: true },
    way: { enum: ['a', 'b'] },
    token: { type: 'string', secret: true },
    note: { type: 'string' },
    tries: { type: 'integer', default: 3 },
    user: { type: 'string', onlyFor: { way: ['b'] }, needed: true },
    hook: { type: 'string', format: 'uri', secret: true, address: true },
  },
  required: ['site', 'token', 'tries'],
});

test('kinds of fields', () => {
  expect(fields.map((field) => [field.name, field.kind, field.required])).toEqual([
    ['site', 'address', true],
    ['way', 'choice', false],
    ['token', 'secret', true],
    ['note', 'text', false],
    ['tries', 'number', false],
    ['user', 'text', true],
    ['hook', 'address', false],
  ]);
});

const kept = {
  name: 'c',
  connector: 'x',
  fields: { site: 'https://a.example', note: 'old', token: { secret: true as const } },
  revision: 1,
  usedBy: [],
  updatedAt: '',
  updatedBy: '',
};

test('only touched fields are sent; an emptied one is removed, an emptied secret is kept', () => {
  expect(changedFields(kept, { site: 'https://b.example', note: '', token: '' }, fields)).toEqual({
    site: 'https://b.example',
    note: null,
  });
  expect(changedFields(kept, { token: 'new' }, fields)).toEqual({ token: 'new' });
});

test('a kept secret is neither shown nor missing', () => {
  const token = fields.find((field) => field.name === 'token')!;
  expect(shownValue(kept, {}, token)).toBe('');
  expect(isKept(kept, token)).toBe(true);
  expect(missingFields(kept, {}, fields)).toEqual([]);
  expect(missingFields(undefined, { site: 'https://x.example' }, fields).map((field) => field.name)).toEqual(['token']);
});

test('a kept secret is missing once the address it goes to changes', () => {
  const missing = (site: string) => missingFields(kept, { site }, fields).map((field) => field.name);
  expect(missing('https://b.example')).toEqual(['token']);
  expect(missing('https://a.example')).toEqual([]);
});

test('a field for one way only is shown, asked for and sent with that way; what is no longer shown is removed', () => {
  const named = (draft: Record<string, string>) => missingFields(kept, draft, fields).map((field) => field.name);
  expect(named({ way: 'a' })).toEqual([]);
  expect(named({ way: 'b' })).toEqual(['user']);
  expect(named({ way: 'b', user: 'ann' })).toEqual([]);
  expect(changedFields(kept, { way: 'a', user: 'ann' }, fields)).toEqual({ way: 'a' });
  const basic = { ...kept, fields: { ...kept.fields, way: 'b', user: 'ann' } };
  expect(changedFields(basic, { way: 'a' }, fields)).toEqual({ way: 'a', user: null });
});

test.each([
  [{ kind: 'address' }, 'hooks.example.com', 'form.notAddress'],
  [{ kind: 'address' }, 'ftp://example.com', 'form.notAddress'],
  [{ kind: 'address', pattern: '^x$' }, 'https://example.com', undefined],
  [{ kind: 'secret', least: 8 }, 'short', 'form.tooShort'],
  [{ kind: 'text', pattern: '^[a-z]+$' }, 'a b', 'form.oddSigns'],
  [{ kind: 'number' }, 'many', 'form.notNumber'],
  [{ kind: 'address' }, '', undefined],
] as const)('%o: %s is %s', (about, value, text) => {
  expect(fieldFault({ ...fields[3]!, ...about }, value)?.text).toBe(text);
});

test('names without a text are readable', () => {
  expect(readableName('webhookUrl')).toBe('Webhook url');
});
