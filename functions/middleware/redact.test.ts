import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactor } from './redact.ts';

const secret = 'S3cretValue-abcdef-987654';
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['Basic credentials of a user that the connection names', `Basic ${base64(`e@v.il:${secret}`)}`, 'Basic [secret]'],
  ['the secret itself', `token ${secret}.`, 'token [secret].'],
  [
    'the secret in an address',
    `https://a.example/?k=${encodeURIComponent('a/b c&d-secret')}`,
    'https://a.example/?k=[secret]',
  ],
  ['another text', base64('nothing of it, nothing at all'), base64('nothing of it, nothing at all')],
])('%s', (_, text, shown) => {
  expect(redactor([secret, 'a/b c&d-secret'], ['e@v.il'])(text)).toBe(shown);
});

test('Base64 of any text that holds the secret does not tell it', () => {
  const hide = redactor([secret]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
      const shown = hide(base64(before + secret + after));
      expect(shown).toContain('[secret]');
      for (const part of shown.split('[secret]')) {
        const told = Buffer.from(part, 'base64').toString('latin1');
        expect(told).not.toContain('cretValue');
      }
    }),
  );
});
