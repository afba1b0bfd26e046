import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, ordersFlow, startConsole } from '#test/support/console.ts';
import { publish, type RunView } from '#test/support/publish.ts';
import { eventually } from '#test/support/server.ts';

describe.skipIf(!browser)('the console in a real browser', () => {
  let millrace: ConsoleUnderTest;
  let server: ConsoleUnderTest['server'];
  let receiver: ConsoleUnderTest['receiver'];
  let context: ConsoleUnderTest['context'];
  let page: ConsoleUnderTest['page'];

  beforeAll(async () => {
    millrace = await startConsole();
    ({ server, receiver, context, page } = millrace);
  });
  afterAll(() => millrace?.close());

  const open = (path: string) => millrace.open(path);
  const write = (text: string) => millrace.write(text);

  test('a wrong password is refused in a sentence, the printed one signs in', async () => {
    await open('/');
    await page.getByLabel('Name', { exact: true }).fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('are not right').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(/password: (\S+)/.exec(server.output())![1]!);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'No flows yet' }).waitFor();
  });

  test('a connection is made in a form and its secret is not shown again', async () => {
    await open('/connect/slack');
    await page.getByLabel('Webhook address').fill(`${receiver.url}/slack/secret-part`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.waitForURL('**/connections/slack');
    expect(await page.getByLabel('Webhook address').inputValue()).toBe('');
    expect(await page.content()).not.toContain('secret-part');
  });

  test('a flow is written, checked while it is typed, and published', async () => {
    await open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Large orders reach sales');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL('**/flows/large-orders-reach-sales');
    await write(flow.replace('$trigger.body.total }}"', '$triggr.body.total }}"'));
    await page.getByText(/1 to correct/).waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('heading', { name: 'Cannot be published yet: 1 thing to correct' }).waitFor();
    expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: /^Show / }).click();
    await page.waitForURL(/reach-sales\?step=/);
    await write(flow);
    await page.getByText('Nothing to correct.').waitFor();
    await page.locator('.place', { hasText: 'Tell sales' }).waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('heading', { name: 'Webhook address' }).waitFor();
  });

  test('the sample makes a run and one message, and the run tells every step', async () => {
    await page.getByRole('button', { name: 'Send sample' }).click();
    await page.getByText(/Finished in/).waitFor();
    expect(receiver.received.map((request) => request.body)).toEqual([{ text: 'A-1001: 129.5 from Li Wei' }]);
    await page.getByRole('link', { name: 'Open the run' }).first().click();
    await page.locator('.place', { hasText: 'Tell sales' }).click();
    await page.getByRole('button', { name: 'Input as sent' }).click();
    await page.getByText('"A-1001: 129.5 from Li Wei"').waitFor();
  });

  test('an event that does not meet the condition makes no run and says which value said no', async () => {
    const address = await hookAddress();
    await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"total":42}' });
    await open('/events?outcome=rejected');
    await page.getByText('The conditions of the flow did not hold').waitFor();
    await page.getByText('Total is 42, at least 100 is wanted').waitFor();
    expect(receiver.received).toHaveLength(1);
  });

  test('a failed run says why first', async () => {
    receiver.answerWith(() => ({ status: 404, body: 'no_service' }));
    await fetch(await hookAddress(), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"total":500,"number":"A-2","customer":"Wu"}',
    });
    const run = await eventually(async () => {
      const { items } = await server.api<{ items: { id: string }[] }>('GET', '/api/runs?status=failed');
      return items[0];
    });
    await open(`/runs/${run.id}`);
    await page.getByText('Failed at “Tell sales”').waitFor();
    await open('/');
    await page.getByRole('heading', { name: '1 flow needs you' }).waitFor();
  });

  test('a run is run again only when it was said what is done once more', async () => {
    const before = receiver.received.length;
    await page.goto(`${server.url}/runs?status=failed`);
    await page.getByRole('link', { name: 'Large orders reach sales' }).click();
    await page.getByRole('button', { name: 'Run again' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('by version 1. It does all of this once more:').waitFor();
    await question.getByText('Tell sales (Slack · Send to a channel)').waitFor();
    expect(receiver.received).toHaveLength(before);
    await question.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Run again' }).waitFor();
    expect(page.url()).toContain('/runs/r');
    expect(receiver.received).toHaveLength(before);

    await server.api('POST', '/api/flows/large-orders-reach-sales/pause');
    await page.getByRole('button', { name: 'Run again' }).click();
    await question.getByText('The flow is paused: no event starts it. This run starts all the same.').waitFor();
    await question.getByRole('button', { name: 'Cancel' }).click();
    await server.api('POST', '/api/flows/large-orders-reach-sales/resume');
  });

  test('failed runs are run again all together, once it was said how many', async () => {
    await open('/runs?status=failed');
    await page.getByRole('button', { name: 'Run 1 again' }).click();
    const question = page.getByRole('dialog');
    await question.getByText('Run 1 run again?').waitFor();
    await question.getByText('Every flow, failed, Any time').waitFor();
    await question.getByText('Large orders reach sales: 1 run, each does again: Tell sales (Slack').waitFor();
    await question.getByRole('button', { name: 'Run 1 again' }).click();
    await page.getByText('1 run was started.').waitFor();
    // The new run fails as well: of the two the newest is the one to run again.
    await page.getByRole('link', { name: 'repeated' }).waitFor();
    await expect
      .poll(() => page.getByRole('link', { name: 'Large orders reach sales' }).count(), { timeout: 30_000 })
      .toBe(2);
    await page.getByRole('button', { name: 'Run 1 again' }).waitFor();
    await page.getByRole('link', { name: 'repeated' }).click();
    await page.getByText('Repeats').waitFor();
  });

  test('a run that waits says for what and until when; a called run leads to its caller and back', async () => {
    const jira = { site: 'https://example.atlassian.net', email: 'a@example.com', apiToken: 'token-token' };
    await server.api('PUT', '/api/connections/jira', { connector: 'jira', fields: jira });
    const wait = '{ event: jira.issueUpdated, connection: jira, timeout: 24h }';
    await publish(
      server,
      `id: answer\nname: The answer\ntrigger: { use: core.manual }\nsteps: [{ id: reply, wait: ${wait} }]\n`,
    );
    await publish(
      server,
      'id: asks\nname: Asks\ntrigger: { use: core.manual }\nsteps: [{ id: sub, call: answer, await: true }]\n',
    );
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/asks/run', { input: {} });
    await open(`/runs/${run}`);
    await page.getByText('Waits for the flow answer').waitFor();
    await page.getByRole('link', { name: 'Open the called run' }).click();
    await page.getByText('Waits for Jira · Issue updated · jira').waitFor();
    await page.getByText(/^Gives up .* \(tomorrow\)$/).waitFor();
    await page.getByRole('link', { name: 'Asks', exact: true }).click();
    await page.waitForURL(`**/runs/${run}`);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Stop', exact: true }).click();
    await page.getByRole('button', { name: 'Run again' }).waitFor();
  });

  test('an event that several runs of a flow waited for is listed for each of them', async () => {
    const runs = await Promise.all(
      [1, 2].map(() => server.api<{ run: string }>('POST', '/api/flows/answer/run', { input: {} })),
    );
    for (const { run } of runs) {
      await eventually(async () => (await server.api<RunView>('GET', `/api/runs/${run}`)).steps[0]?.input ?? undefined);
    }
    const { hook } = await server.api<{ hook: { url: string } }>('GET', '/api/connections/jira');
    await fetch(hook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { key: 'OPS-1', fields: {} } }),
    });
    await open('/events?outcome=answered');
    await page.getByRole('link', { name: 'Open the run' }).nth(1).waitFor();
  });

  test('a large answer is shown by its beginning and size, and is downloaded whole', async () => {
    const large = { lines: Array.from({ length: 40_000 }, (_, n) => ({ number: n, text: 'für 你' })) };
    receiver.answerWith(() => ({ body: large }));
    const source = `id: large\nname: Large\ntrigger: { use: core.manual }\nsteps:\n  - { id: fetch, use: http.request, with: { url: "${receiver.url}/large" } }\n`;
    await server.api('PUT', '/api/flows/large', { source });
    await server.api('POST', '/api/flows/large/publish', {});
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/large/run', { input: {} });
    await open(`/runs/${run}?step=fetch`);
    await page.getByText(/The whole answer has 1\.\d MB/).waitFor();
    await page.getByText('{"status":200').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download the whole answer' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('fetch.json');
    expect(JSON.parse(readFileSync(await download.path(), 'utf8'))).toMatchObject({ status: 200, body: large });
  });

  test('a session that ends keeps what was being written', async () => {
    await open('/flows/large-orders-reach-sales');
    await page.locator('section.text .cm-content').waitFor();
    // It ends between the last key and the saving, however busy the page is with looking for what others saved.
    const address = '**/api/flows/large-orders-reach-sales';
    await page.route(address, async (route) => {
      if (route.request().method() !== 'PUT') return route.continue();
      await context.clearCookies();
      await route.continue();
      await page.unroute(address);
    });
    await write(`${flow}# unsaved\n`);
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('button', { name: 'API token' }).click();
    await page.getByLabel('API token', { exact: true }).fill(server.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Your session has ended').waitFor({ state: 'detached' });
    await page.getByText(/^Saved \d/).waitFor();
    const saved = await server.api<{ source: string }>('GET', '/api/flows/large-orders-reach-sales');
    expect(saved.source).toContain('# unsaved');
  });

  test('a server that does not answer is told, and the page goes on by itself', async () => {
    await open('/runs');
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
    await context.setOffline(true);
    await page.getByRole('link', { name: 'Upcoming' }).click();
    await page.getByRole('alert').getByText('The server does not answer.').waitFor();
    await page.getByText('trying again').waitFor();
    await context.setOffline(false);
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
    await page.getByText('trying again').waitFor({ state: 'detached' });
  });

  test.each([
    ['English, dark', { dark: true, phone: true, locale: 'en-GB' }],
    ['Chinese, light', { phone: true, locale: 'zh-CN' }],
  ])('every page fits a phone and names its controls: %s', async (_, options) => {
    const small = await millrace.another(options);
    for (const path of pages) {
      await small.goto(`${server.url}${path}`);
      await small.locator('main h1, main h2').first().waitFor();
      await small.locator('main .skeleton').first().waitFor({ state: 'detached' });
      const wide = await small.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, `${path} is too wide by`).toBeLessThanOrEqual(0);
      expect(await small.evaluate(unnamed), `${path} has controls without a name`).toEqual([]);
      if (options.locale === 'zh-CN') expect(await small.title()).not.toMatch(/^[A-Z][a-z]+ · Millrace$/);
    }
    await small.context().close();
  });

  test('why a run failed and what a key is for are told in the language of the reader', async () => {
    const source = `id: refused
trigger: { use: core.manual }
steps:
  - { id: ask, use: http.request, with: { url: "http://127.0.0.1:1/stock" }, retry: "off" }
`;
    await server.api('PUT', '/api/flows/refused', { source });
    await server.api('POST', '/api/flows/refused/publish', {});
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/refused/run', { input: {} });
    const ended = async () => (await server.api<{ status: string }>('GET', `/api/runs/${run}`)).status === 'failed';
    await eventually(async () => (await ended()) || undefined);
    const reader = await millrace.another({ locale: 'zh-CN' });
    await reader.goto(`${server.url}/runs/${run}`);
    const fault = reader.getByRole('alert');
    await fault.getByText('GET http://127.0.0.1:1/stock：127.0.0.1 不是公网地址。').waitFor();
    await reader.locator('aside ol').getByText('不是公网地址').waitFor();
    await reader.locator('button.language').click();
    await fault.getByText('GET http://127.0.0.1:1/stock: 127.0.0.1 is not an address on').waitFor();
    await reader.locator('button.language').click();

    await reader.goto(`${server.url}/flows/refused`);
    await reader.locator('section.text .cm-content').click();
    await reader.keyboard.press('ControlOrMeta+Home');
    await reader.keyboard.type('dead');
    await reader.locator('.cm-completionInfo', { hasText: '一次运行的最长时间' }).waitFor();
    await reader.context().close();
  });

  async function hookAddress(): Promise<string> {
    const { hooks } = await server.api<{ hooks: { url: string }[] }>('GET', '/api/flows/large-orders-reach-sales');
    return hooks[0]!.url;
  }
});

const flow = ordersFlow;

const pages = [
  '/',
  '/flows/large-orders-reach-sales',
  '/flows/large-orders-reach-sales?tab=start',
  '/flows/large-orders-reach-sales?tab=runs',
  '/flows/large-orders-reach-sales?tab=versions',
  '/flows/large-orders-reach-sales/publish',
  '/runs',
  '/events',
  '/undelivered',
  '/upcoming',
  '/connections',
  '/connections/slack',
  '/connect',
  '/connect/jira',
  '/templates',
  '/templates/daily-numbers',
  '/settings',
  '/nowhere',
];

/** Runs in the page: the visible controls that a screen reader would have no words for. */
function unnamed(): string[] {
  const controls = document.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea');
  return [...controls]
    .filter(
      (control) => control.checkVisibility() && !(control.tabIndex < 0 && control.closest('[aria-hidden="true"]')),
    )
    .filter((control) => {
      const labels = 'labels' in control ? [...((control.labels as NodeListOf<HTMLElement> | null) ?? [])] : [];
      const words = [
        control.getAttribute('aria-label'),
        control.textContent,
        ...labels.map((label) => label.textContent),
      ];
      return words.every((text) => !text?.trim());
    })
    .map((control) => control.outerHTML.slice(0, 120));
}
