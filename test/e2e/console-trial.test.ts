import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/axe.ts';
import { browser, type ConsoleUnderTest, ordersFlow, publishOrders, startSignedIn } from '#test/support/console.ts';

describe.skipIf(!browser)('dry runs in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn(publishOrders);
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';

  test('a flow is played with its sample, with failures that are chosen and with an event written by hand', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await page.getByRole('link', { name: 'Dry run' }).click();
    const panel = page.getByRole('complementary', { name: 'Dry run' });
    await panel.locator('.badge', { hasText: 'done' }).waitFor();
    await panel.getByRole('heading', { name: 'Tell sales' }).waitFor();
    await panel.getByRole('button', { name: 'Input as it would be sent' }).click();
    expect(await panel.locator('pre').textContent()).toContain('from Li Wei');

    await panel.getByLabel('In dry runs it answers with').selectOption('Unauthorized');
    await panel.locator('.badge', { hasText: 'failed' }).waitFor();
    await panel.getByText('The step was set to fail with Unauthorized in this dry run.').first().waitFor();

    await panel.getByLabel('Event', { exact: true }).selectOption('own');
    await panel.getByLabel('An event I write').fill('{ "body": { "total": 5 } }');
    await panel.getByText('This event would not start the flow').waitFor();

    await millrace.open(`${flow}?tab=try`);
    expect(await panel.getByLabel('An event I write').inputValue()).toContain('"total": 5');
    expect(millrace.receiver.received).toEqual([]);
  });

  test('an answer is written for a step in the middle without losing sight of it', async () => {
    const { page, server } = millrace;
    const last = '  - { id: note, name: Keep a note, set: { ts: "{{ $tell }}" } }\n';
    const source = `${ordersFlow.replace('large-orders-reach-sales', 'two-steps')}${last}`;
    await server.api('PUT', '/api/flows/two-steps', { source });
    await millrace.open('/flows/two-steps?tab=try');
    const panel = page.getByRole('complementary', { name: 'Dry run' });
    await panel.getByText('2/2').waitFor();
    await panel.getByRole('heading', { name: 'Keep a note' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await panel.getByRole('heading', { name: 'Tell sales' }).waitFor();
    await panel.getByLabel('In dry runs it answers with').selectOption('own');
    const own = panel.locator('.answer textarea');
    await own.press('ControlOrMeta+a');
    await own.pressSequentially('{ "a": 12 }', { delay: 120 });
    await panel.locator('.step pre', { hasText: '"a": 12' }).waitFor();
    expect(await own.inputValue()).toBe('{ "a": 12 }');
    expect(await own.evaluate((field) => field === document.activeElement)).toBe(true);
    await panel.getByText('1/2').waitFor();
  });

  test('a dry run that could not be played is not taken for the one before', async () => {
    const { page } = millrace;
    await millrace.open(`${flow}?tab=try`);
    const panel = page.getByRole('complementary', { name: 'Dry run' });
    await panel.getByText('1/1').waitFor();
    await page.evaluate(() => {
      window.Worker = class {
        constructor() {
          throw new DOMException('No worker can be started.', 'SecurityError');
        }
      } as unknown as typeof Worker;
    });
    await panel.getByLabel('In dry runs it answers with').selectOption('Unauthorized');
    await panel.getByText('The dry run could not be played.').waitFor();
    await panel.locator('.badge', { hasText: 'done' }).waitFor({ state: 'detached' });
    await page.evaluate(() => localStorage.clear());
  });

  test('its steps are gone through by keys and slider', async () => {
    const { page } = millrace;
    await millrace.open(`${flow}?tab=try`);
    const panel = page.getByRole('complementary', { name: 'Dry run' });
    await panel.getByText('1/1').waitFor();
    await page.keyboard.press('ArrowLeft');
    await panel.getByText('0/1').waitFor();
    await panel.getByRole('heading', { name: 'Event' }).waitFor();
    await panel.getByRole('slider', { name: 'Step of the dry run' }).press('ArrowRight');
    await panel.getByText('1/1').waitFor();
  });

  test('a step is tested for real when the person agrees, and its answer is pinned', async () => {
    const { page, receiver } = millrace;
    const before = receiver.received.length;
    receiver.answerWith(() => ({ body: 'ok' }));
    await page.evaluate(() => localStorage.clear());
    await millrace.open(`${flow}?tab=try`);
    const panel = page.getByRole('complementary', { name: 'Dry run' });
    await panel.getByRole('button', { name: 'Test for real…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Test “Tell sales” for real' });
    await dialog.getByText('This really writes or sends').waitFor();
    await dialog.getByLabel('Input as sent').fill('{ "text": "Only a test" }');
    expect(receiver.received).toHaveLength(before);
    await dialog.getByRole('button', { name: 'Make the call' }).click();
    await dialog.locator('.badge', { hasText: 'done' }).waitFor();
    expect(receiver.received.slice(before).map(({ body }) => body)).toEqual([{ text: 'Only a test' }]);
    await dialog.getByRole('button', { name: 'Pin this answer' }).click();
    await panel.getByRole('button', { name: 'Take the pin away' }).waitFor();
    expect(await panel.getByLabel('In dry runs it answers with').locator('option').first().textContent()).toBe(
      'the pinned answer',
    );
    await panel.getByRole('button', { name: 'Take the pin away' }).click();
    await panel.getByRole('button', { name: 'Pin this answer' }).waitFor();
  });

  test('on a phone in Chinese all of it fits and is accessible', async () => {
    const page = await millrace.another({ phone: true, locale: 'zh-CN', dark: true });
    await page.goto(`${millrace.server.url}${flow}?tab=try`);
    await page.getByRole('complementary', { name: '试运行' }).locator('.badge', { hasText: '已完成' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
