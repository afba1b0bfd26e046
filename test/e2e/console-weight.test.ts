import type { Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, publishOrders, startConsole } from '#test/support/console.ts';
import { endedRuns } from '#test/support/publish.ts';

describe.skipIf(!browser)('what the console weighs over the wire', () => {
  let millrace: ConsoleUnderTest;
  let run = '';
  beforeAll(async () => {
    millrace = await startConsole();
    const hook = await publishOrders(millrace);
    const headers = { 'content-type': 'application/json' };
    await fetch(hook, { method: 'POST', headers, body: '{"total":500,"number":"A-1","customer":"Wu"}' });
    const [ended] = await endedRuns(millrace.server, 'large-orders-reach-sales', 1);
    run = ended!.id;
  });
  afterAll(() => millrace?.close());

  /** Kilobytes of scripts, compressed, that a page loads in a browser that has none of them; its workers load theirs beside it. */
  async function scriptsOf(path: string): Promise<number> {
    const page = await millrace.another();
    await page.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    await cdp.send('Network.clearBrowserCache');
    const scripts = new Map<string, Response>();
    page.on('response', (response) => {
      if (/\.js$/.test(new URL(response.url()).pathname)) scripts.set(response.url(), response);
    });
    await page.goto(`${millrace.server.url}${path}`, { waitUntil: 'networkidle' });
    const sizes = await Promise.all(
      [...scripts.values()].map(async (each): Promise<number> => (await each.request().sizes()).responseBodySize),
    );
    await page.context().close();
    return sizes.reduce((sum, size) => sum + size, 0) / 1024;
  }

  test.each<[string, () => string, number]>([
    ['the first page', (): string => '/', 110],
    ['a run', (): string => `/runs/${run}`, 150],
    ['a flow with a step that is looked at', (): string => '/flows/large-orders-reach-sales?step=tell', 420],
  ])('%s', async (_, path, most) => {
    const weight = await scriptsOf(path());
    expect(weight).toBeLessThan(most);
  });
});
