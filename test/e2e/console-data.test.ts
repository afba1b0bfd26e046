import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  signIn,
  startConsole,
} from '#test/support/console.ts';
import { endedRuns, saveFlow } from '#test/support/publish.ts';

describe.skipIf(!browser)('data in fields in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
    const hook = await publishOrders(millrace);
    const order = { number: 'A-17', total: 129.5, customer: null, lines: [{ sku: 'X-1' }, { sku: 'Y-2' }] };
    await fetch(hook, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    });
    await endedRuns(millrace.server, 'large-orders-reach-sales', 1);
    await millrace.open('/');
    await signIn(millrace.page, millrace.server.token);
  });
  afterAll(() => millrace?.close());

  /** The field of the step that tells sales, in the flow as it was published. */
  async function field() {
    const { page, server } = millrace;
    // What the test before wrote is on its way no more.
    if (page.url().includes('/flows/')) await page.getByText(/^Saved \d/).waitFor();
    await saveFlow(server, ordersFlow);
    await millrace.open('/flows/large-orders-reach-sales');
    await page.getByRole('button', { name: 'Tell sales' }).first().click();
    const text = page.getByRole('complementary').getByRole('textbox', { name: 'Text' });
    await text.locator('.chip').first().waitFor();
    return text;
  }

  /** The line of the flow's text that the field is. */
  async function written(): Promise<string> {
    const lines = await millrace.page
      .locator('section.text .cm-content')
      .evaluate((editor) => [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent));
    return lines.find((line) => line?.trim().startsWith('text:')) ?? '';
  }

  test('chips are read in words, with what the latest run makes of them', async () => {
    const text = await field();
    expect(await text.textContent()).toMatch(/Number: .*Total from .*Customer/);
    await millrace.page.getByText('With the latest run:').waitFor();
    expect(await millrace.page.locator('.preview .value').textContent()).toBe('A-17: 129.5 from ');
  });

  test('data is found and put in by the keyboard alone, and taken back by the history of the page', async () => {
    const { page } = millrace;
    const text = await field();
    await text.press('ControlOrMeta+End');
    await page.keyboard.type(' {{');
    await page.getByRole('combobox', { name: 'Search the data' }).fill('sku');
    await page.keyboard.press('Enter');
    await expect.poll(written).toContain('from {{ $trigger.body.customer }} {{ $trigger.body.lines.sku }}"');
    await expect.poll(() => page.locator('.preview .value').textContent()).toContain('["X-1","Y-2"]');
    await page.keyboard.press('Backspace');
    expect(await text.locator('.chip.chosen').textContent()).toContain('Sku');
    await page.keyboard.press('Backspace');
    await expect.poll(written).not.toContain('sku');
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: /^Redo/ }).waitFor();
    await expect.poll(written).not.toContain('customer }} "');
  });

  test('what is composed by an input method stands beside chips', async () => {
    const { page } = millrace;
    const text = await field();
    const devices = await page.context().newCDPSession(page);
    async function compose(letters: string[], word: string) {
      for (const typed of letters) {
        const end = { selectionStart: typed.length, selectionEnd: typed.length };
        await devices.send('Input.imeSetComposition', { text: typed, ...end });
      }
      await devices.send('Input.insertText', { text: word });
    }
    await text.press('ControlOrMeta+Home');
    await compose(['d', 'ding', 'dingdan'], '订单');
    await expect.poll(written).toContain('"订单{{ $trigger.body.number }}: ');
    await text.press('ControlOrMeta+End');
    await compose(['x', 'xia', 'xiadan'], '下单');
    await expect.poll(written).toContain('{{ $trigger.body.customer }}下单"');
    expect(await text.locator('.chip').count()).toBe(3);
  });

  test('a chip that is opened says what is done with its value', async () => {
    const { page } = millrace;
    const text = await field();
    await text.locator('.chip').last().click();
    const panel = page.getByRole('dialog', { name: 'Data in the text' });
    await panel.getByRole('button', { name: 'When missing, use' }).click();
    await panel.getByLabel('When missing, use').fill('nobody');
    await page.keyboard.press('Escape');
    await expect.poll(written).toContain('$trigger.body.customer != null ? $trigger.body.customer : ');
    await expect.poll(() => page.locator('.preview .value').textContent()).toBe('A-17: 129.5 from nobody');
    expect(await text.locator('.chip').last().textContent()).toContain('or nobody');
  });

  test('what somebody pins while a flow is open stands in previews without opening it anew', async () => {
    const { page, server } = millrace;
    const source = `id: pinned
name: Pinned
trigger: { use: core.manual }
steps:
  - { id: get, use: http.request, with: { url: "https://example.com/orders" } }
  - { id: tell, use: slack.sendWebhookMessage, connection: slack, with: { text: "Found {{ $get.body.n }}." } }
`;
    await server.api('PUT', '/api/flows/pinned', { source });
    await millrace.open('/flows/pinned?step=tell');
    const text = page.getByRole('complementary').getByRole('textbox', { name: 'Text' });
    await text.locator('.chip').first().waitFor();
    const preview = () => page.locator('.preview .value').allTextContents();
    await expect.poll(preview).toHaveLength(1);
    expect(await preview()).not.toContain('Found 77.');
    await server.api('PUT', '/api/flows/pinned/pins/get', { output: { status: 200, headers: {}, body: { n: 77 } } });
    await expect.poll(preview).toContain('Found 77.');
    await server.api('DELETE', '/api/flows/pinned/pins/get');
    await expect.poll(preview).not.toContain('Found 77.');
  });
});
