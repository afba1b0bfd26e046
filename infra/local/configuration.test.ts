import { expect, test } from 'vitest';
import { readConfiguration } from './configuration.ts';

test('ended executions are kept for 30 days unless told otherwise', () => {
  expect(readConfiguration({}).retentionDays).toBe(30);
  expect(readConfiguration({ MILLRACE_RETENTION_DAYS: '7' }).retentionDays).toBe(7);
});

test.each([
  ['MILLRACE_RETENTION_DAYS', '0'],
  ['MILLRACE_RETENTION_DAYS', '1.5'],
  ['MILLRACE_RETENTION_DAYS', 'long'],
  ['MILLRACE_HOOK_RATE', '0'],
  ['MILLRACE_API_RATE', 'many'],
  ['MILLRACE_PORT', '70000'],
  ['MILLRACE_PUBLIC_URL', 'example.com'],
  ['MILLRACE_TOKEN', 'two words'],
])('%s=%s is refused by name', (name, value) => {
  expect(() => readConfiguration({ [name]: value })).toThrow(`${name} cannot be used: `);
});

test('is refused in the language of the terminal', () => {
  expect(() => readConfiguration({ MILLRACE_PORT: '70000' }, 'zh')).toThrow('MILLRACE_PORT 无法使用：最大为 65535。');
});
