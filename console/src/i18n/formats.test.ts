import { expect, test } from 'vitest';
import { Formats } from './formats.ts';

const berlin = new Formats('en-GB', 'Europe/Berlin');
const now = Date.parse('2026-11-20T13:00:00Z');

test.each([
  [0, '0ms'],
  [340, '340ms'],
  [4_902, '4.9s'],
  [59_999, '60s'],
  [200_000, '3m 20s'],
  [7_500_000, '2h 5m'],
  [200_000_000, '2d 7h'],
])('a span of %d ms reads %s', (span, words) => {
  expect(berlin.span(span)).toBe(words);
});

test.each([
  [340, '340毫秒'],
  [4_902, '4.9秒'],
  [200_000, '3分钟20秒'],
])('a span of %d ms reads %s in Chinese', (span, words) => {
  expect(new Formats('zh-CN', 'Asia/Shanghai').span(span)).toBe(words);
});

test.each([
  ['2026-11-20T12:59:30Z', '30 sec ago'],
  ['2026-11-20T12:58:00Z', '2 min ago'],
  ['2026-11-20T07:00:00Z', '6 hr ago'],
  // Late in the evening before, by the calendar of Berlin.
  ['2026-11-19T22:59:00Z', 'yesterday'],
  ['2026-11-01T12:00:00Z', '1 Nov 2026'],
])('%s was %s', (iso, words) => {
  expect(berlin.ago(iso, now)).toBe(words);
});

test.each([
  ['2026-11-20T13:09:00Z', 'in 9 min'],
  ['2026-11-20T18:00:00Z', 'in 5 hr'],
  ['2026-11-20T23:30:00Z', 'tomorrow'],
])('%s is %s', (iso, words) => {
  expect(berlin.until(iso, now)).toBe(words);
});

test.each([
  [2000, '2 KB'],
  [200_000, '196 KB'],
  [1_048_576, '1 MB'],
  [1_241_989, '1.2 MB'],
])('%d bytes read %s', (bytes, words) => {
  expect(berlin.size(bytes)).toBe(words);
});

test('times stand in the time zone of the workspace', () => {
  expect(berlin.time('2026-11-20T13:02:00Z')).toBe('14:02');
  expect(new Formats('zh-CN', 'Asia/Shanghai').moment('2026-11-20T13:02:10Z')).toBe(
    '2026年11月20日 21:02:10 Asia/Shanghai',
  );
  expect(berlin.isoDay(Date.parse('2026-11-20T23:30:00Z'))).toBe('2026-11-21');
});

test('a day of the calendar is the same day in every time zone', () => {
  expect(new Formats('en-GB', 'America/Los_Angeles').dayOf('2026-12-25')).toBe('Fri, 25 Dec 2026');
});

test('a share is never rounded up to all', () => {
  expect(berlin.percent(0.9999)).toBe('99.9%');
  expect(berlin.percent(1)).toBe('100%');
});

test.each([
  [0, 'USD 0.00'],
  [0.0000079, 'USD 0.0000079'],
  [0.0123, 'USD 0.012'],
  [12.3, 'USD 12.30'],
])('%d dollars read %s', (value, words) => {
  expect(berlin.dollars(value).replace(/\s/g, ' ')).toBe(words);
});

test('the time of another zone stands beside, named, and only where it is another', () => {
  const shanghai = new Formats('zh-CN', 'Asia/Shanghai');
  expect(berlin.timeElsewhere('2026-11-20T00:30:00Z', 'Asia/Shanghai')).toBe('08:30 Asia/Shanghai');
  expect(shanghai.timeElsewhere('2026-11-20T00:30:00Z', 'Asia/Shanghai')).toBe('');
  expect(shanghai.timeElsewhere('2026-11-20T00:30:00Z', undefined)).toBe('');
});
