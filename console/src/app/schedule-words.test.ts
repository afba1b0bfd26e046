import { expect, test } from 'vitest';
import { awsCron } from '#flows/compiler/trigger/cron.ts';
import en from '../../../flows/text/en/console.json';
import zh from '../../../flows/text/zh/console.json';
import { fill } from '../i18n/fill.ts';
import { Formats } from '../i18n/formats.ts';
import { scheduleWords } from './schedule-words.ts';

const english = {
  t: (key: keyof typeof en, holes = {}) => fill(en[key], holes, 'en-GB'),
  format: new Formats('en-GB', 'Europe/Berlin'),
};
const chinese = {
  t: (key: keyof typeof en, holes = {}) => fill(zh[key], holes, 'zh-CN'),
  format: new Formats('zh-CN', 'Asia/Shanghai'),
};

test.each([
  [awsCron('30 8 * * 1-5'), 'Monday to Friday at 08:30', '周一至周五 08:30'],
  [awsCron('0 9 * * *'), 'every day at 09:00', '每天 09:00'],
  [awsCron('0 9,17 * * 1,3'), 'Monday, Wednesday at 09:00, 17:00', '周一、周三 09:00、17:00'],
  [awsCron('0 17 * * 0'), 'Sunday at 17:00', '周日 17:00'],
  [awsCron('0 6 1 * *'), 'on day 1 of the month at 06:00', '每月 1 日 06:00'],
  [awsCron('*/15 * * * *'), 'every 15 minutes', '每15分钟'],
  [awsCron('5 * * * *'), 'minute 05 of every hour', '每小时 05 分'],
  ['rate(15 minutes)', 'every 15 minutes', '每15分钟'],
  ['rate(1 hour)', 'every 1 hour', '每1小时'],
  ['at(2026-12-24T09:00:00)', 'once on 24 Dec 2026, 09:00', '仅一次：2026年12月24日 09:00'],
  // No words for these: as they are.
  [awsCron('0 9 * 3 *'), 'cron(0 9 * 3 ? *)', 'cron(0 9 * 3 ? *)'],
  [awsCron('1-50 9 * * *'), 'cron(1-50 9 * * ? *)', 'cron(1-50 9 * * ? *)'],
])('%s', (expression, inEnglish, inChinese) => {
  expect(scheduleWords(english, expression)).toBe(inEnglish);
  expect(scheduleWords(chinese, expression)).toBe(inChinese);
});

test('holidays that are left out are said', () => {
  const days = awsCron('0 9 * * 1-5');
  expect(scheduleWords(english, days, true)).toBe('Monday to Friday at 09:00, not on holidays');
  expect(scheduleWords(chinese, days, true)).toBe('周一至周五 09:00（节假日除外）');
});
