import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectorFailures } from './connector-failures.generated.ts';
import ownEn from './en/failures.json' with { type: 'json' };
import { type Failure, failure, failureText, type SentenceId } from './failure.ts';
import ownZh from './zh/failures.json' with { type: 'json' };

const en = { ...ownEn, ...connectorFailures.en };
const zh = { ...ownZh, ...connectorFailures.zh };

const ids = Object.keys(en) as SentenceId[];
const holesOf = (text: string) => [...new Set([...text.matchAll(/\{([A-Za-z]+)\}/g)].map((hole) => hole[1]))].sort();

const root = join(import.meta.dirname, '../..');
const code = globSync('{flows,functions}/**/*.ts', { cwd: root })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

test('both languages have the same sentences', () => {
  expect(Object.keys(zh)).toEqual(ids);
});

test('no two catalogues have a sentence of the same name', () => {
  const files = globSync('flows/{text/en/failures.json,connectors/*/texts/failures.en.json}', { cwd: root });
  const names = files.flatMap((file) => Object.keys(JSON.parse(readFileSync(join(root, file), 'utf8'))));
  expect(files.length).toBeGreaterThan(1);
  expect(names.toSorted()).toEqual(ids.toSorted());
});

test.each(ids)('%s is said in both languages with the same values, and somewhere', (id) => {
  expect(zh[id]).toMatch(/[\u3000-\uffef]/);
  expect(holesOf(zh[id])).toEqual(holesOf(en[id]));
  expect(code).toContain(`'${id}'`);
});

test('a sentence with values is never used without any', () => {
  const bare = [...code.matchAll(/\{\s*id: '(\w+)'\s*\}/g)].map((use) => use[1] as SentenceId);
  expect(bare.filter((id) => id in en && holesOf(en[id]).length > 0)).toEqual([]);
});

test('values written beside their sentence are those it asks for', () => {
  const uses = [...code.matchAll(/\{\s*id: '(\w+)',\s*params: \{([^{}]*)\}/g)].filter((use) => use[1]! in en);
  expect(uses.length).toBeGreaterThan(30);
  for (const [, id, params] of uses) {
    if (params!.includes('...')) continue;
    const given = params!
      .replace(/\([^()]*\)/g, '')
      .split(',')
      .map((part) => part.split(':')[0]!.trim());
    expect([id, ...given.filter(Boolean).sort()]).toEqual([id, ...holesOf(en[id as SentenceId])]);
  }
});

describe('a failure', () => {
  const answered = failure('NotFound', {
    id: 'answeredSaying',
    params: { call: 'GET https://example.com/a', status: 404, says: 'no such {call}' },
  });
  const unfit = failure('InvalidInput', {
    id: 'fieldUnfit',
    params: { field: 'to', reason: { en: 'too long', zh: '过长' } },
  });
  const nested = failure('NotFound', {
    id: 'calledFailed',
    params: { flow: 'f', reason: { id: 'runStopped' } },
  });

  test.each<[string, Failure, string, string]>([
    [
      'quotes the vendor as it is',
      answered,
      'GET https://example.com/a answered 404: no such {call}',
      'GET https://example.com/a 应答 404：no such {call}',
    ],
    ['takes words that are there in both languages', unfit, 'to: too long.', 'to：过长。'],
    [
      'holds another sentence',
      nested,
      'The called flow "f" did not succeed: The run was stopped.',
      '被调用的流程“f”未成功：该运行已被停止。',
    ],
    [
      'with only words of the catalogue is known by them',
      { code: 'Timeout', message: 'What the step waits for did not come in time.' },
      'What the step waits for did not come in time.',
      '该步骤所等待的内容未及时到来。',
    ],
    [
      'with words from elsewhere is shown as it is',
      { code: 'Stopped', message: 'Not today' },
      'Not today',
      'Not today',
    ],
    [
      'with a sentence that this version does not know is shown as it is',
      { code: 'X', message: 'Newer words.', sentence: { id: 'toString' as SentenceId } },
      'Newer words.',
      'Newer words.',
    ],
  ])('%s', (_name, given, english, chinese) => {
    // As it comes out of a record.
    const kept: Failure = JSON.parse(JSON.stringify(given));
    expect(failureText(kept, 'en')).toBe(english);
    expect(failureText(kept, 'zh')).toBe(chinese);
  });
});
