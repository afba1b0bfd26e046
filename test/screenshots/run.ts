/** Pictures of every page in both languages, light and dark, on a desktop and a phone. `npm run screenshots -- --help` */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { findBrowser, openBrowser } from '#test/support/browser.ts';
import { signIn } from '#test/support/console.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { startServer } from '#test/support/server.ts';
import { fillWorkspace } from './sample-workspace.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string' },
    settings: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const settings = {
  'desktop-en-light': { width: 1440, locale: 'en-GB', dark: false },
  'desktop-zh-dark': { width: 1440, locale: 'zh-CN', dark: true },
  'desktop-zh-light': { width: 1440, locale: 'zh-CN', dark: false },
  'desktop-en-dark': { width: 1440, locale: 'en-GB', dark: true },
  'phone-en-light': { phone: true, locale: 'en-GB', dark: false },
  'phone-zh-dark': { phone: true, locale: 'zh-CN', dark: true },
};

if (values.help) {
  console.log(
    `npm run screenshots -- [--out FOLDER] [--only PAGE,PAGE] [--settings ${Object.keys(settings).join(',')}]`,
  );
} else await take(resolve(values.out));

async function take(out: string): Promise<void> {
  const path = findBrowser();
  if (!path) throw new Error('Pictures need Chrome or Chromium: install one and try again.');
  const receiver = await startReceiver();
  const server = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: receiver.host } });
  try {
    const pages = await fillWorkspace(server, receiver);
    const wanted = Object.entries(pages).filter(([name]) => !values.only || values.only.split(',').includes(name));
    for (const [setting, options] of Object.entries(settings)) {
      if (values.settings && !values.settings.split(',').includes(setting)) continue;
      const context = await openBrowser(path, options);
      const page = await context.newPage();
      await page.goto(server.url);
      await signIn(page, server.token);
      mkdirSync(join(out, setting), { recursive: true });
      for (const [name, address] of wanted) {
        await settled(page, `${server.url}${address}`);
        await page.screenshot({ path: join(out, setting, `${name}.png`) });
      }
      await context.close();
      console.log(`${wanted.length} pages: ${setting}`);
    }
  } finally {
    await server.stop();
    await receiver.close();
  }
}

async function settled(page: Page, url: string): Promise<void> {
  await page.goto(url);
  // A worker that was given up leaves its request open for ever.
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined);
  await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => undefined))));
}
