import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

const installed = [
  process.env.MILLRACE_TEST_BROWSER ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Path of a Chrome or Chromium: an installed one; as root on Debian the package `chromium` is installed; elsewhere
 * Playwright's own download is tried. Undefined, with one sentence on the console, when none of this works.
 */
export function findBrowser(): string | undefined {
  const found = installed.find((path) => path !== '' && existsSync(path));
  if (found) return found;
  try {
    if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
      console.log('No browser is installed: installing the Debian package chromium for the browser tests.');
      execFileSync('apt-get', ['update', '-q'], { stdio: 'ignore' });
      execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { stdio: 'ignore' });
      return '/usr/bin/chromium';
    }
    execFileSync('npx', ['playwright-core', 'install', 'chromium'], { stdio: 'ignore' });
    return chromium.executablePath();
  } catch {
    console.log('The browser tests are skipped: no Chrome or Chromium is installed and none could be installed here.');
    return undefined;
  }
}

/** A browser with an empty profile, in English unless told. */
export async function openBrowser(
  executablePath: string,
  options: { locale?: string; phone?: boolean; width?: number; dark?: boolean } = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'millrace-browser-')), {
    executablePath,
    headless: true,
    args: [...quiet, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    locale: options.locale ?? 'en-GB',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: options.phone ? { width: 390, height: 844 } : { width: options.width ?? 1440, height: 900 },
  });
}
