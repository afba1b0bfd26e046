import { expect, it } from 'vitest';
import { isBelow } from './is-below.ts';

const base = 'https://api.example.com/v1';

it.each<[string, boolean]>([
  ['https://api.example.com/v1', true],
  ['https://api.example.com/v1/items?x=/../..', true],
  ['https://api.example.com/v1/a..b/..c', true],
  ['https://api.example.com/v1/50%25/a%2fb', true],
  ['https://api.example.com/v2', false],
  ['https://api.example.com/v10', false],
  ['https://api.example.com/', false],
  ['https://api.example.com:8443/v1', false],
  ['http://api.example.com/v1', false],
  ['https://evil.example.com/v1', false],
  ['https://api.example.com/v1/../v2', false],
  ['https://api.example.com/v1/%2e%2e/v2', false],
  ['https://api.example.com/v1/..%2fv2', false],
  ['https://api.example.com/v1/%2e%2e%2fv2', false],
  ['https://api.example.com/v1/..%5cv2', false],
  ['https://api.example.com/v1/..\\v2', false],
  ['https://api.example.com/v1/%252e%252e%252fv2', false],
  ['https://api.example.com/v1/..;/v2', false],
  ['https://api.example.com/v1/..%3b/v2', false],
])('%s: %s', (address, below) => expect(isBelow(address, base)).toBe(below));

it('reads an origin alone as all of it', () => {
  expect(isBelow('https://api.example.com/any', 'https://api.example.com')).toBe(true);
  expect(isBelow('https://api.example.com/any', 'https://api.example.com///')).toBe(true);
});
