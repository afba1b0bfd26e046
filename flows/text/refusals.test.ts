import { expect, test } from 'vitest';
import en from './en/refusals.json' with { type: 'json' };
import zh from './zh/refusals.json' with { type: 'json' };

const holesOf = (text = '') => [...new Set([...text.matchAll(/\{([A-Za-z]+)\}/g)].map((hole) => hole[1]))].sort();

test('both languages refuse for the same reasons', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
});

test.each(Object.keys(en) as (keyof typeof en)[])('%s is said in both languages with the same values', (code) => {
  const [english, chinese]: { message: string; help?: string }[] = [en[code], zh[code]] as never;
  expect(chinese?.message).toMatch(/[\u4e00-\u9fff]/);
  expect(holesOf(chinese?.message)).toEqual(holesOf(english?.message));
  expect(holesOf(chinese?.help)).toEqual(holesOf(english?.help));
  expect(chinese?.help === undefined).toBe(english?.help === undefined);
});
