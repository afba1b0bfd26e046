import { afterEach, expect, test } from 'vitest';
import { startGateway } from './gateway.ts';
import { throttle } from './throttle.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

test('a bucket gives its burst, then its rate, never more than its burst', () => {
  let now = 0;
  const take = throttle({ rate: 10, burst: 3 }, () => now);
  const taken = (times: number) => Array.from({ length: times }, take).filter((wait) => wait === undefined).length;
  expect(taken(5)).toBe(3);
  expect(take()).toBeCloseTo(100);
  now += 50;
  expect(take()).toBeCloseTo(50);
  now += 50;
  expect(taken(2)).toBe(1);
  now += 60_000;
  expect(taken(10)).toBe(3);
  now -= 60_000;
  expect(take()).toBeCloseTo(100);
});

async function start(burst: number): Promise<string> {
  const plan = { function: 'any', maxBodyBytes: 1000 };
  const gateway = await startGateway({
    host: '127.0.0.1',
    port: 0,
    routes: [
      { ...plan, path: '/a/*', throttle: { rate: 0.1, burst } },
      { ...plan, path: '/b/*', throttle: { rate: 100, burst: 100 } },
    ],
    call: async () => ({ taken: true }),
    consoleFolder: '/nowhere',
  });
  closers.push(() => gateway.close());
  return `http://127.0.0.1:${gateway.port}`;
}

test("over a route's limit it is 429 with the time to wait, on this route only", async () => {
  const url = await start(2);
  const post = (path: string) => fetch(`${url}${path}`, { method: 'POST', body: 'x'.repeat(900) });
  expect([(await post('/a/1')).status, (await post('/a/2')).status]).toEqual([200, 200]);
  const refused = await post('/a/3');
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get('retry-after'));
  expect(seconds).toBe(10);
  expect(await refused.json()).toEqual({
    error: { code: 'tooManyRequests', message: 'Too many requests at once.', help: 'Try again in 10 seconds.' },
  });
  expect((await post('/b/1')).status).toBe(200);
});

test('a person reads it in Chinese', async () => {
  const url = await start(0);
  const refused = await fetch(`${url}/a/1`, { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } });
  expect(((await refused.json()) as { error: { message: string } }).error.message).toBe('请求过于频繁。');
});
