import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, publishOrders, startSignedIn } from '#test/support/console.ts';
import { eventually } from '#test/support/server.ts';

describe.skipIf(!browser)('connections, templates and findings in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn();
  });
  afterAll(() => millrace?.close());

  const labels = () =>
    millrace.page.locator('form label').evaluateAll((all) => all.map((label) => label.textContent?.trim()));

  test('a template connects Slack in place, loses nothing that was typed, and writes over no flow', async () => {
    const { page, receiver, server } = millrace;
    await millrace.open('/templates/order-to-two-channels');
    await page.getByLabel('Name', { exact: true }).fill('Orders for us');
    receiver.answerWith(({ path }) => (path.includes('wrong') ? { status: 404, body: 'no_service' } : { status: 400 }));
    await page.getByRole('button', { name: 'Connect Slack' }).click();
    const dialog = page.getByRole('dialog');
    const address = dialog.getByLabel('Webhook address');
    expect(await address.evaluate((field) => field === document.activeElement)).toBe(true);
    await address.fill(`${receiver.url}/slack/wrong`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Connect Slack' }).click();
    expect(await address.inputValue()).toBe(`${receiver.url}/slack/wrong`);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await dialog.getByText('the webhook was removed or switched off').waitFor();
    expect(await server.api('GET', '/api/connections')).toMatchObject({ items: [] });
    await address.fill(`${receiver.url}/slack/secret-part`);
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Orders for us');
    expect(await page.getByRole('button', { name: 'Connect Slack' }).count()).toBe(0);
    expect(await page.getByLabel('Slack channel').inputValue()).toBe('slack');
    await page.getByRole('button', { name: 'Only make a draft' }).click();
    await page.waitForURL('**/flows/*');
    receiver.answerWith(() => ({}));
    const { id, source } = (await server.api<{ items: { id: string; source: string }[] }>('GET', '/api/flows'))
      .items[0]!;
    const before = await server.api('GET', `/api/flows/${id}`);
    await millrace.open('/templates/order-to-two-channels');
    await page.getByRole('button', { name: 'Only make a draft' }).click();
    await page.waitForURL(`**/flows/${id}-2`);
    expect(await server.api('GET', `/api/flows/${id}`)).toEqual(before);
    expect(source).toBeUndefined();
  });

  test('the form of HTTP shows the fields of the chosen way, in words, and no name twice', async () => {
    const { page, receiver } = millrace;
    await millrace.open('/connect/http');
    await page.getByLabel('How to sign in').waitFor();
    const always = ['Name of the connection', 'How to sign in', 'Base address'];
    expect(await labels()).toEqual([...always, 'Secret']);
    const way = page.getByLabel('How to sign in');
    await way.selectOption({ label: 'User name and password' });
    expect(await labels()).toEqual([...always, 'Password', 'User name']);
    await way.selectOption({ label: 'Key in a header' });
    expect(await labels()).toEqual([...always, 'Key', 'Name of the header']);
    await page.getByLabel('Base address').fill('api.example.com');
    await page.getByLabel('Key', { exact: true }).fill('a-secret-key');
    await page.getByText('This is no web address. It begins with https://').waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('This is needed.').waitFor();
    expect(await page.getByLabel('Base address').evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await millrace.server.api('GET', '/api/connections')).toMatchObject({ items: [{ connector: 'slack' }] });
    await page.getByLabel('Base address').fill('https://api.example.com/ x');
    await page.getByText('This is no web address.').waitFor();
    await page.getByLabel('Base address').fill(receiver.url);
    await page.getByLabel('Name of the header').fill('x-key');
    await page.getByRole('button', { name: 'Show what is typed' }).click();
    expect(await page.getByLabel('Key', { exact: true }).getAttribute('type')).toBe('text');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.waitForURL('**/connections/http');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText(/HTTP 200/).waitFor();
    expect(receiver.received.at(-1)?.headers['x-key']).toBe('a-secret-key');
  });

  test('a form with something unsaved is left only when that is said', async () => {
    const { page } = millrace;
    const leaves: [string, string, string][] = [
      ['/connect/jira', 'Name of the connection', 'mine'],
      ['/connections/http', 'Name of the header', 'x-other'],
      ['/settings', 'Time zone', 'Asia/Shanghai'],
    ];
    for (const [path, label, value] of leaves) {
      await millrace.open(path);
      await page.getByLabel(label, { exact: true }).fill(value);
      const question = page.getByRole('dialog');
      for (const answer of ['Cancel', 'Drop my changes']) {
        await page.getByRole('link', { name: 'Upcoming', exact: true }).click();
        await question.getByText('Leave without saving?').waitFor();
        await question.getByRole('button', { name: answer }).click();
        await question.waitFor({ state: 'detached' });
        if (answer === 'Cancel') expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe(value);
      }
      await page.waitForURL('**/upcoming');
    }
  });

  test('a page that is left asks for nothing of the next', async () => {
    const { page } = millrace;
    const asked: string[] = [];
    const hear = (request: { url(): string }) => void asked.push(new URL(request.url()).pathname);
    page.on('request', hear);
    for (const path of ['/flows/orders-for-us', '/connections/http', '/flows/orders-for-us']) {
      await millrace.open(path);
      await page.getByRole('link', { name: 'Upcoming', exact: true }).click();
      await page.getByRole('heading', { name: 'Upcoming', exact: true }).waitFor();
      await page.waitForLoadState('networkidle');
    }
    page.off('request', hear);
    expect(asked.filter((path) => path.includes('undefined'))).toEqual([]);
    expect(asked).toContain('/api/connections/http');
  });

  test('an address is seen while it is typed and known by its site later; what cannot be tested says so', async () => {
    const { page, receiver } = millrace;
    await millrace.open('/connect/feishu');
    const address = page.getByLabel('Webhook address');
    expect(await address.getAttribute('type')).toBe('url');
    await address.fill(`${receiver.url}/bot/secret-part`);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.waitForURL('**/connections/feishu');
    await page.getByText('This kind of connection cannot be tested here').waitFor();
    expect(await page.getByRole('button', { name: 'Test', exact: true }).count()).toBe(0);
    expect(await address.getAttribute('placeholder')).toContain(receiver.url);
    expect(await page.content()).not.toContain('secret-part');
    await millrace.open('/connections');
    await page.getByText('cannot be tested here').waitFor();
  });

  test('a finding leads to its place, and a misspelt word is put right by its button', async () => {
    const { page, server } = millrace;
    const source =
      'id: typo\nname: Typo\ntrigger: { use: core.webhook }\nsteps:\n  - { id: a, set: { b: "{{ $triggr.body.total }}" } }\n';
    await server.api('PUT', '/api/flows/typo', { source });
    await millrace.open('/flows/typo');
    await page.getByRole('button', { name: 'Line 5: show it in the text' }).click();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain('cm-content');
    await page.getByRole('button', { name: 'Change to trigger' }).click();
    await page.getByText('Nothing to correct.').waitFor();
    expect(await page.locator('section.text .cm-content').textContent()).toContain('$trigger.body.total');
    await eventually(async () => {
      const { source } = await server.api<{ source: string }>('GET', '/api/flows/typo');
      return source.includes('$trigger.body.total') || undefined;
    });
  });

  test('the sample has the fields that the flow reads, and the command line beside it too', async () => {
    const { page, server } = millrace;
    const source = `id: tickets
name: Tickets
trigger: { use: core.webhook, when: { left: "{{ $trigger.body.severity }}", op: in, right: [high, urgent] } }
steps:
  - { id: a, set: { b: "{{ $trigger.body.reporter.email }}" } }
`;
    await server.api('PUT', '/api/flows/tickets', { source });
    await server.api('POST', '/api/flows/tickets/publish', {});
    await millrace.open('/flows/tickets?tab=start');
    await page.getByText('See or change the sample').click();
    // Once the text has been read.
    const body = await eventually(async () => {
      const shown = JSON.parse(await page.getByLabel('Sample event').inputValue());
      return shown.body.severity ? shown.body : undefined;
    });
    expect(body).toEqual({ severity: 'high', reporter: { email: 'li.wei@example.com' } });
    await page.getByText('Try it from a terminal').click();
    await page.getByText('{"severity":"high","reporter":{"email":"li.wei@example.com"}}').waitFor();
    await page.getByRole('button', { name: 'Send sample' }).click();
    await page.getByText(/Finished in/).waitFor();
  });

  test('why it did not run is said with the field, and the event is shown', async () => {
    const { page } = millrace;
    const hook = await publishOrders({ ...millrace, server: { ...millrace.server, api: keepConnection } });
    const body = '{"total":42,"number":"A-7","password":"hunter2!"}';
    await fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await millrace.open('/events?outcome=rejected');
    await page.getByText('Total is 42, at least 100 is wanted').waitFor();
    await page.getByText('Show the event').click();
    await page.getByText('"A-7"').waitFor();
    expect(await page.content()).not.toContain('hunter2');
  });

  /** The connection is there already. */
  function keepConnection<T>(method: string, path: string, body?: unknown): Promise<T> {
    if (path.startsWith('/api/connections/')) return Promise.resolve(undefined as T);
    return millrace.server.api<T>(method, path, body);
  }
});
