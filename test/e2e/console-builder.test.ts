import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  signIn,
  startConsole,
} from '#test/support/console.ts';

describe.skipIf(!browser)('building flows in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
    await publishOrders(millrace);
    await millrace.open('/');
    await signIn(millrace.page, millrace.server.token);
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';
  const text = () =>
    millrace.page
      .locator('.cm-content')
      .evaluate((editor) => [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));

  test('typing in the text and setting fields are taken back in turn, from wherever one is', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await millrace.write(`${ordersFlow}# mine\n`);
    await page.getByRole('button', { name: 'Tell sales' }).click();
    const name = page.getByRole('complementary').getByLabel('Name');
    await name.press('End');
    await name.pressSequentially(' now', { delay: 10 });
    await page.getByRole('button', { name: 'Tell sales now' }).waitFor();
    expect(await text()).toContain('name: "Tell sales now"');
    expect(await name.inputValue()).toBe('Tell sales now');
    await page.getByRole('button', { name: 'Undo: Name of “Tell sales”' }).click();
    await page.getByRole('button', { name: 'Undo: typing' }).waitFor();
    expect(await text()).toContain('name: Tell sales\n');
    await page.locator('.cm-content').click();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    expect(await text()).not.toContain('# mine');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await page.getByRole('button', { name: /^Redo: Name of/ }).click();
    await page.getByRole('button', { name: 'Nothing to redo' }).waitFor();
    expect(await text()).toContain('name: "Tell sales now"');
    expect(await text()).toContain('# mine');
  });

  test('a step is picked by the initials of its Chinese name and put in by the keyboard alone', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await page.getByRole('button', { name: 'Tell sales' }).click();
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: 'Add a step' }).fill('fsqq');
    await page.getByRole('option', { name: 'Send a request' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Settings of “Request”' }).waitFor();
    expect(await text()).toContain('  - id: request\n    use: http.request\n    with: {}');
    await page.getByRole('button', { name: 'Undo: add “Send a request”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });
});
