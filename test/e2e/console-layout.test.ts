import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/axe.ts';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  signIn,
  startConsole,
} from '#test/support/console.ts';
import { endedRuns, publish, saveFlow, verdicts } from '#test/support/publish.ts';
import { eventually } from '#test/support/server.ts';

describe.skipIf(!browser)('the look of the console in a real browser', () => {
  let millrace: ConsoleUnderTest;
  let pages: string[];

  beforeAll(async () => {
    millrace = await startConsole();
    const { server } = millrace;
    const hook = await publishOrders(millrace);
    const send = (body: string) =>
      fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await send('{"total":500,"number":"A-1","customer":"Wu"}');
    await send('{"total":42}');
    await publish(
      server,
      'id: still\nname: Only remembers\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: 1 } }]\n',
    );
    await publish(
      server,
      'id: daily\nname: Every morning\ntrigger: { use: core.schedule, with: { cron: "30 8 * * *" } }\nsteps: [{ id: a, set: { b: 1 } }]\n',
    );
    await saveFlow(
      server,
      'id: wrong\nname: With findings\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: "{{ $trigr }}" } }]\n',
    );
    await server.api('POST', '/api/flows/still/run', { input: {} });
    const [run] = await endedRuns(server, 'large-orders-reach-sales', 1);
    await verdicts(server, 'large-orders-reach-sales', 'rejected', 1);
    const flow = '/flows/large-orders-reach-sales';
    pages = [
      '/',
      '/?new=1',
      flow,
      `${flow}?tab=start`,
      `${flow}?tab=runs`,
      `${flow}?tab=versions`,
      `${flow}/publish`,
      '/flows/wrong',
      '/flows/wrong/publish',
      '/runs',
      `/runs/${run!.id}`,
      `/runs/${run!.id}?step=tell`,
      '/events',
      '/undelivered',
      '/upcoming',
      '/connections',
      '/connections/slack',
      '/connect',
      '/connect/jira',
      '/connect/http',
      '/connect/core',
      '/templates',
      '/templates/daily-numbers',
      '/settings',
      '/nowhere',
      '/runs/nope',
    ];
    await millrace.open('/');
    await signIn(millrace.page, server.token);
  });
  afterAll(() => millrace?.close());

  /** Opens a page and waits until its parts have come. */
  async function settled(page: Page, path: string): Promise<void> {
    await page.goto(`${millrace.server.url}${path}`);
    await page.locator('main h1, main h2').first().waitFor();
    await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
    if (/^\/flows\/[^?/]+$/.test(path)) await page.locator('section.text .cm-content').waitFor();
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))),
    );
  }

  test.each<[string, { width: number; dark?: boolean; locale?: string }]>([
    ['1440 px, English, light', { width: 1440 }],
    ['1024 px, English, dark', { width: 1024, dark: true }],
    ['768 px, Chinese, light', { width: 768, locale: 'zh-CN' }],
    ['390 px, English, dark', { width: 390, dark: true }],
    ['390 px, Chinese, light', { width: 390, locale: 'zh-CN' }],
  ])(
    'every page fits, and axe finds nothing serious: %s',
    async (_, options) => {
      const page = await millrace.another(options);
      const found: string[] = [];
      for (const path of pages) {
        await settled(page, path);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) found.push(`${path} is too wide by ${wide}`);
        found.push(...(await seriousFindings(page)).map((finding) => `${path} ${finding}`));
      }
      await settled(page, '/connections');
      if (options.locale === 'zh-CN') expect(await page.title()).not.toMatch(/^[A-Z][a-z]+ · Millrace$/);
      await page.context().close();
      expect(found).toEqual([]);
    },
    300_000,
  );

  test('the sign-in page has nothing serious either, and begins in its first field', async () => {
    const page = await millrace.another();
    await page.context().clearCookies();
    await page.goto(millrace.server.url);
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('autocomplete'))).toBe('username');
    expect(await seriousFindings(page)).toEqual([]);
    await page.evaluate(() => document.querySelector('main')!.append(document.createElement('button')));
    expect(await seriousFindings(page)).toEqual([expect.stringContaining('button-name')]);
    await page.context().close();
  });

  test.each([1440, 1024, 900, 768, 640, 390])('the names of the flows can be read at %d px', async (width) => {
    const { page } = millrace;
    await page.setViewportSize({ width, height: 900 });
    await settled(page, '/');
    const names = page.locator('a.row-link');
    expect(await names.allTextContents()).toContain('Large orders reach sales');
    for (const name of await names.all()) {
      const box = (await name.boundingBox())!;
      expect(box.width).toBeGreaterThan(100);
      expect(await name.evaluate((link) => link.scrollHeight - link.clientHeight)).toBeLessThanOrEqual(1);
      expect(await name.evaluate((link) => link.scrollWidth - link.clientWidth)).toBeLessThanOrEqual(1);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('on a phone the templates are in the bar and the settings at the top', async () => {
    const page = await millrace.another({ width: 390 });
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Templates' }).click();
    await page.getByRole('heading', { name: 'Templates' }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('heading', { name: 'Settings' }).waitFor();
    await page.context().close();
  });

  test('the drawing stays where it is while the text is edited and findings come and go', async () => {
    const { page } = millrace;
    await settled(page, '/flows/large-orders-reach-sales');
    await page.locator('.place', { hasText: 'Tell sales' }).waitFor();
    await page.getByRole('button', { name: 'Smaller' }).click();
    await page.waitForTimeout(300);
    const place = () => page.locator('.plane').getAttribute('style');
    const before = await place();
    await millrace.write(
      ordersFlow.replace('name: Tell sales', 'name: Tell all of sales').replace('.customer', '.customer & $x'),
    );
    await page.getByText(/1 to correct/).waitFor();
    await page.locator('.place', { hasText: 'Tell all of sales' }).waitFor();
    expect(await place()).toBe(before);
    await millrace.write(ordersFlow);
    await page.getByText('Nothing to correct.').waitFor();
    expect(await place()).toBe(before);
  });

  test.each([
    ['720 px by 450 px, as a page enlarged to 200 %', 720, 450],
    ['1440 px by 400 px', 1440, 400],
  ])('in a low window the drawing keeps its room, and the page scrolls: %s', async (_, width, height) => {
    const { page } = millrace;
    await page.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
    await page.setViewportSize({ width, height });
    await page.goto(`${millrace.server.url}/flows/large-orders-reach-sales`);
    await page.getByText('Nothing to correct.').waitFor();
    const room = (await page.locator('section.canvas').boundingBox())!;
    expect(room.height).toBeGreaterThanOrEqual(250);
    await page.getByText('Nothing to correct.').scrollIntoViewIfNeeded();
    const findings = (await page.locator('.findings').boundingBox())!;
    expect(findings.y + findings.height).toBeLessThanOrEqual(height + 1);
    await page.evaluate(() => localStorage.setItem('millrace.view', 'split'));
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('a message stands above the findings, not over them', async () => {
    const { page } = millrace;
    await settled(page, '/flows/wrong');
    await page.getByText(/1 to correct/).waitFor();
    await millrace.write(
      'id: other\nname: Other\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: "{{ $trigr }}" } }]\n',
    );
    await page.getByRole('button', { name: 'Not saved: why?' }).click();
    await page.locator('.toast').waitFor();
    // What is typed moves the findings a little later.
    await eventually(async () => {
      const toast = (await page.locator('.toast').first().boundingBox())!;
      const findings = (await page.locator('.findings').boundingBox())!;
      return findings.height > 60 && toast.y + toast.height <= findings.y ? true : undefined;
    }, 5);
    await page.locator('.toast').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    await page.getByRole('button', { name: 'Drop my changes' }).click();
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
  });

  test('the page has its shape before the session is known, and run and editor have theirs', async () => {
    const { page } = millrace;
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    await page.route('**/api/session', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${millrace.server.url}/flows/large-orders-reach-sales`, { waitUntil: 'commit' });
    await page.locator('main .skeleton.editor').waitFor();
    await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
    go();
    await page.locator('section.text .cm-content').waitFor();
    await page.unroute('**/api/session');
    await page.goto(`${millrace.server.url}${pages.find((path) => path.startsWith('/runs/r'))}`, {
      waitUntil: 'commit',
    });
    await page.locator('main .skeleton.run').waitFor();
    await page.locator('main .skeleton').waitFor({ state: 'detached' });
  });

  test('a server that does not answer is told above the page, which moves down for it', async () => {
    const { page, context } = millrace;
    await settled(page, '/flows/large-orders-reach-sales');
    await context.setOffline(true);
    await page.evaluate(() => fetch('/api/health').catch(() => undefined));
    await page.getByRole('link', { name: 'Runs', exact: true }).first().click();
    const note = page.getByRole('status').filter({ hasText: 'trying again' });
    await note.waitFor();
    const below = (await note.boundingBox())!;
    const main = (await page.locator('main').boundingBox())!;
    expect(main.y).toBeGreaterThanOrEqual(below.y + below.height - 1);
    await context.setOffline(false);
    await note.waitFor({ state: 'detached' });
  });

  test('a finished run whose steps took no time says so', async () => {
    const { page, server } = millrace;
    const { items } = await server.api<{ items: { id: string }[] }>('GET', '/api/runs?flow=still');
    await settled(page, `/runs/${items[0]!.id}`);
    await page.getByText('Every step was done at once').waitFor();
    expect(await page.getByText('No step took time yet').count()).toBe(0);
  });
});
