import { expect, test } from 'vitest';
import { ownFunctions } from '#flows/language/expression-functions.ts';
import en from './en/functions.json' with { type: 'json' };
import zh from './zh/functions.json' with { type: 'json' };

test('every function of ours is explained in both languages', () => {
  const names = Object.keys(ownFunctions).sort();
  expect(Object.keys(en).sort()).toEqual(names);
  expect(Object.keys(zh).sort()).toEqual(names);
  for (const [name, { takes, does }] of Object.entries(zh)) {
    expect(does).toMatch(/[\u4e00-\u9fff]/);
    expect(takes.split(',').length).toBe(en[name as keyof typeof en].takes.split(',').length);
  }
});
