import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, ordersFlow, publishOrders, startSignedIn } from '#test/support/console.ts';

describe.skipIf(!browser)('building flows in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn(publishOrders);
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';
  const text = () =>
    millrace.page
      .locator('section.text .cm-content')
      .evaluate((editor) => [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));

  test('typing in the text and setting fields are taken back in turn, from wherever one is', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await millrace.write(`${ordersFlow}# mine\n`);
    await page.getByRole('button', { name: 'Tell sales' }).click();
    const name = page.getByRole('complementary').getByLabel('Name', { exact: true });
    await name.press('End');
    await name.pressSequentially(' now', { delay: 10 });
    await page.getByRole('button', { name: 'Tell sales now' }).waitFor();
    await expect.poll(text).toContain('name: "Tell sales now"');
    expect(await name.inputValue()).toBe('Tell sales now');
    await page.getByRole('button', { name: 'Undo: Name of “Tell sales”' }).click();
    await page.getByRole('button', { name: 'Undo: typing' }).waitFor();
    await expect.poll(text).toContain('name: Tell sales\n');
    await page.locator('section.text .cm-content').click();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await expect.poll(text).not.toContain('# mine');
    await page.keyboard.press('ControlOrMeta+Shift+Z');
    await page.getByRole('button', { name: /^Redo: Name of/ }).click();
    await page.getByRole('button', { name: 'Nothing to redo' }).waitFor();
    await expect.poll(text).toContain('name: "Tell sales now"');
    await expect.poll(text).toContain('# mine');
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
    await expect.poll(text).toContain('  - id: request\n    use: http.request\n    with: {}');
    await page.getByRole('button', { name: 'Undo: add “Send a request”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('steps are duplicated, moved, left out, wrapped, cut and pasted by keys, and all of it is taken back', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    const { source: before } = await millrace.server.api<{ source: string }>('GET', `/api${flow}`);
    await millrace.write(ordersFlow);
    const card = (name: string) => page.locator('.canvas').getByRole('button', { name });
    await page.getByText(/^Saved \d/).waitFor();
    await card('Tell sales').first().click();
    await page.getByRole('complementary', { name: 'Settings of “Tell sales”' }).waitFor();
    await page.keyboard.press('ControlOrMeta+d');
    await page.getByRole('button', { name: 'Undo: copy “Tell sales”' }).waitFor();
    await expect.poll(text).toContain('- id: tell_2');
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByRole('button', { name: 'Undo: move “Tell sales”' }).waitFor();
    expect((await text()).indexOf('id: tell_2')).toBeLessThan((await text()).indexOf('id: tell\n'));
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Undo: leave out “Tell sales”' }).waitFor();
    await expect.poll(text).toContain('disabled: true');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByRole('combobox', { name: 'Commands' }).fill('condition');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Undo: put “Tell sales” inside another step' }).waitFor();
    await expect.poll(text).toContain('- id: check');
    await page.getByRole('button', { name: 'Undo: put “Tell sales” inside another step' }).click();
    await page.getByRole('button', { name: 'Undo: leave out “Tell sales”' }).waitFor();
    await card('Tell sales').first().click();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: /^Undo: delete/ }).waitFor();
    await expect.poll(text).not.toContain('tell_2');
    await page.locator('.canvas').click({ position: { x: 5, y: 5 } });
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', '- { id: pause, wait: { for: 5m } }\n');
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await page.getByRole('button', { name: 'Undo: paste steps' }).waitFor();
    await expect.poll(text).toContain('id: pause');
    for (let times = 0; times < 6; times += 1) await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await expect.poll(text).toBe(before);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Ctrl Shift Z').waitFor();
    await page.keyboard.press('Escape');
  });
});
