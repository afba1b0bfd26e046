import { describe, expect, it } from 'vitest';
import type { Json } from '#flows/language/json.ts';
import type { Run } from '#functions/store/run.ts';
import { finishedAnswer } from './finished-answer.ts';

const answer = (headers: Json, body: Json = 'x') =>
  finishedAnswer({ id: 'r1', status: 'succeeded', output: { status: 200, headers, body } } as unknown as Run);

describe("an answer of a flow's own", () => {
  it('is a page of nobody: sandboxed, without scripts, framed by none', () => {
    const { headers } = answer({ 'Content-Type': 'text/html' }, '<script>fetch("/api/tokens")</script>');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = (headers['content-security-policy'] ?? '').split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    const sandbox = policy.find((each) => each.startsWith('sandbox'));
    expect(sandbox).toBe('sandbox allow-forms');
  });

  it.each([
    'Set-Cookie',
    'Service-Worker-Allowed',
    'Content-Security-Policy',
    'Content-Security-Policy-Report-Only',
    'X-Content-Type-Options',
    'X-Frame-Options',
    'Clear-Site-Data',
    'Refresh',
    'Link',
    'SourceMap',
    'Strict-Transport-Security',
    'Cross-Origin-Resource-Policy',
    'Access-Control-Allow-Credentials',
    'WWW-Authenticate',
    'Content-Encoding',
    'Transfer-Encoding',
    'Connection',
    'Alt-Svc',
    'NEL',
    'X-Accel-Redirect',
    'X-Sendfile',
  ])('does not set %s', (name) => {
    const plain = answer({});
    expect(answer({ [name]: 'y', [name.toUpperCase()]: 'z' })).toEqual(plain);
  });

  it.each<[string, string]>([
    ['text/html; charset=utf-7', 'text/html; charset=utf-8'],
    ['text/javascript', 'text/plain; charset=utf-8'],
    ['application/javascript', 'text/plain; charset=utf-8'],
    ['text/css', 'text/plain; charset=utf-8'],
    ['application/wasm', 'text/plain; charset=utf-8'],
    ['multipart/x-mixed-replace; boundary=x', 'text/plain; charset=utf-8'],
    ['text/xml', 'text/xml; charset=utf-8'],
    ['nonsense', 'text/plain; charset=utf-8'],
  ])('of type %s is %s', (given, type) => {
    expect(answer({ 'content-type': given }).headers['content-type']).toBe(type);
  });

  it.each<[string, boolean]>([
    ['https://shop.example.com/thanks', true],
    ['javascript:alert(1)', false],
    ['/api/session', false],
    ['https://a.example.com/\r\nset-cookie: a=b', false],
  ])('leads to %s: %s', (location, kept) => {
    expect('location' in answer({ location }).headers).toBe(kept);
  });
});
