import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findBrowser, openBrowser } from './browser.ts';
import { startReceiver } from './receiver.ts';
import { startServer, type TestServer } from './server.ts';

/** Path of the browser for the console's tests; undefined where they are skipped, which CI may not. */
export const browser = findBrowser();
if (!browser && process.env.CI) throw new Error('No Chrome or Chromium: in CI the browser tests may not be skipped.');

export interface ConsoleUnderTest {
  server: TestServer;
  receiver: Awaited<ReturnType<typeof startReceiver>>;
  context: BrowserContext;
  page: Page;
  /** What the browsers complained about: a broken policy, a script error. */
  complaints: string[];
  /** Opens a path of the console in the page. */
  open(path: string): Promise<unknown>;
  /** Puts a text into the editor as one paste: typed key by key it would add indentation and brackets of its own. */
  write(text: string): Promise<void>;
  /** Closes the tab and goes on in a new one of the same browser. */
  newTab(): Promise<void>;
  /** Another browser, signed in; closed with the rest. */
  another(options?: Parameters<typeof openBrowser>[1]): Promise<Page>;
  close(): Promise<void>;
}

/** A server, a vendor's side and a browser with an empty profile. */
export async function startConsole(environment: Record<string, string> = {}): Promise<ConsoleUnderTest> {
  const receiver = await startReceiver();
  const server = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: receiver.host, ...environment } });
  const context = await openBrowser(browser!);
  await seesText(context);
  const complaints: string[] = [];
  const others: BrowserContext[] = [];

  async function watched(of: BrowserContext): Promise<Page> {
    const opened = await of.newPage();
    opened.on('pageerror', (error) => complaints.push(String(error)));
    opened.on('console', (message) => {
      // The browser notes every answer above 400 by itself; those are expected where a test provokes them.
      const own = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !own) complaints.push(message.text());
    });
    return opened;
  }

  const tested: ConsoleUnderTest = {
    server,
    receiver,
    context,
    page: await watched(context),
    complaints,
    open: (path) => tested.page.goto(`${server.url}${path}`),
    async write(text) {
      const { page } = tested;
      await textOf(page).click();
      await page.keyboard.press('ControlOrMeta+a');
      await page.evaluate((pasted) => {
        const data = new DataTransfer();
        data.setData('text/plain', pasted);
        document.activeElement?.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
        );
      }, text);
    },
    async newTab() {
      const { page } = tested;
      tested.page = await watched(context);
      await page.close();
    },
    async another(options) {
      const other = await openBrowser(browser!, options);
      others.push(other);
      await seesText(other);
      const opened = await watched(other);
      await opened.goto(server.url);
      await signIn(opened, server.token);
      return opened;
    },
    async close() {
      for (const each of [context, ...others]) await each.close();
      await server.stop();
      await receiver.close();
      expect(complaints).toEqual([]);
    },
  };
  return tested;
}

/** Flows open with their text beside the canvas, unless the browser remembers otherwise. */
async function seesText(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    localStorage.setItem('millrace.view', localStorage.getItem('millrace.view') ?? 'split');
  });
}

/** The text of the flow that a page shows; fields of a step hold text that is edited the same way. */
export function textOf(page: Page): Locator {
  return page.locator('section.text .cm-content');
}

/** Signs in with an API token, in any language. */
export async function signIn(page: Page, token: string): Promise<void> {
  await page.locator('.tab').nth(1).click();
  await page.locator('input[type=password]').fill(token);
  await page.locator('button[type=submit]').click();
  await page.locator('nav a[href="/runs"]').first().waitFor();
}

/** A flow that takes webhooks and tells sales by Slack of orders from 100 up. */
export const ordersFlow = `id: large-orders-reach-sales
name: Large orders reach sales
trigger:
  use: core.webhook
  when: { left: "{{ $trigger.body.total }}", op: gte, right: 100 }
steps:
  - id: tell
    name: Tell sales
    use: slack.sendWebhookMessage
    connection: slack
    with:
      text: "{{ $trigger.body.number }}: {{ $trigger.body.total }} from {{ $trigger.body.customer }}"
`;

/** A console that the administrator is signed in to, once its workspace is prepared. */
export async function startSignedIn(
  prepare: (started: ConsoleUnderTest) => Promise<unknown> = async () => undefined,
): Promise<ConsoleUnderTest> {
  const started = await startConsole();
  await prepare(started);
  await started.open('/');
  await signIn(started.page, started.server.token);
  return started;
}

/** Makes the connection that it uses and publishes it; answers its webhook address. */
export async function publishOrders({
  server,
  receiver,
}: Pick<ConsoleUnderTest, 'server' | 'receiver'>): Promise<string> {
  const fields = { webhookUrl: `${receiver.url}/slack/secret-part` };
  await server.api('PUT', '/api/connections/slack', { connector: 'slack', fields });
  await server.api('PUT', '/api/flows/large-orders-reach-sales', { source: ordersFlow });
  const published = await server.api<{ hooks: { url: string }[] }>(
    'POST',
    '/api/flows/large-orders-reach-sales/publish',
    {},
  );
  return published.hooks[0]!.url;
}
