import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/axe.ts';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  startSignedIn,
  textOf,
} from '#test/support/console.ts';
import { endedRuns } from '#test/support/publish.ts';

describe.skipIf(!browser)('publishing and versions in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn(async (started) => {
      const hook = await publishOrders(started);
      const body = '{"total":500,"number":"A-1","customer":"Wu"}';
      await fetch(hook, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      await endedRuns(started.server, 'large-orders-reach-sales', 1);
    });
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';
  const pause = '  - { id: pause, name: Wait a little, wait: { for: 1h } }\n';
  const changed = ordersFlow.replace('from {{', 'by {{') + pause;
  const saved = () => millrace.server.api<{ source: string; version: number; revision: number }>('GET', `/api${flow}`);

  test('a page says in words what changes, what it costs and why, and what the flow touches', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await millrace.write(changed);
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.waitForURL(`**${flow}/publish`);
    await page.getByText('“Wait a little” is new.').waitFor();
    await page.getByText(/^“Tell sales”: .+ is now “.+ by ‹Body › Customer›” instead of “.+ from ‹Body/).waitFor();
    await page.getByText('writes or sends: Slack').waitFor();
    await page.getByText('At 1 run in the last 30 days, a month costs about').waitFor();
    await page.getByText('It runs as a long run').waitFor();
    await page.getByText('The reason: it waits longer than a minute.').waitFor();
    expect(await page.locator('.mine').first().isVisible()).toBe(false);
    await page.getByText('Show the text').click();
    await page.locator('.mine', { hasText: 'Wait a little' }).waitFor();
  });

  test('going back keeps the text and what can be taken back', async () => {
    const { page } = millrace;
    await page.goBack();
    await textOf(page).filter({ hasText: 'Wait a little' }).waitFor();
    await textOf(page).click();
    await page.keyboard.press('ControlOrMeta+z');
    await textOf(page).filter({ hasText: 'from {{' }).waitFor();
    await page.keyboard.press('ControlOrMeta+y');
    await textOf(page).filter({ hasText: 'Wait a little' }).waitFor();
  });

  test('what somebody saved meanwhile is shown before it is published', async () => {
    const { page, server } = millrace;
    await page.getByText(/^Saved \d/).waitFor();
    await millrace.open(`${flow}/publish`);
    await page.getByText('“Wait a little” is new.').waitFor();
    const { source, revision } = await saved();
    await server.api('PUT', `/api${flow}`, { source: source.replace('Wait a little', 'Rest a while'), revision });
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('“Rest a while” is new.').waitFor();
    expect((await saved()).version).toBe(1);
  });

  test('the keyboard publishes, and then there is nothing to publish', async () => {
    const { page } = millrace;
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByText('Published as version 2.').waitFor();
    await page.waitForURL(`**${flow}`);
    await millrace.open(`${flow}/publish`);
    await page.getByText('Nothing has changed since version 2.').waitFor();
    expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  });

  test('any two of draft and versions are compared, in words, as drawings and as text', async () => {
    const { page } = millrace;
    await millrace.open(`${flow}?tab=versions&from=1&to=2`);
    await page.getByText('“Rest a while” is new.').waitFor();
    const of = (name: string) => page.getByRole('region', { name });
    await of('Version 2').locator('.place', { hasText: 'Rest a while' }).getByText('new').waitFor();
    await of('Version 2').locator('.place', { hasText: 'Tell sales' }).getByText('changed').waitFor();
    expect(await of('Version 1').locator('.place', { hasText: 'Rest a while' }).count()).toBe(0);

    await page.getByLabel('Compare', { exact: true }).selectOption('2');
    await page.getByLabel('with', { exact: true }).selectOption('1');
    await page.waitForURL('**from=2&to=1');
    await page.getByText('“Rest a while” is gone.').waitFor();
    await of('Version 2').locator('.place', { hasText: 'Rest a while' }).getByText('gone').waitFor();
    await page.getByText('Show the text').click();
    await page.locator('.theirs', { hasText: 'Rest a while' }).waitFor();

    await page.getByLabel('with', { exact: true }).selectOption('draft');
    await page.getByText('Both are the same text.').waitFor();
  });

  test('a version is restored as the draft when the person agrees, and that is taken back', async () => {
    const { page } = millrace;
    await millrace.open(`${flow}?tab=versions`);
    const row = page.getByRole('listitem').filter({ hasText: 'Version 1' });
    await row.getByRole('button', { name: 'Restore as draft' }).click();
    const question = page.getByRole('dialog', { name: 'Replace the draft with version 1?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    expect((await saved()).source).toContain('Rest a while');
    await row.getByRole('button', { name: 'Restore as draft' }).click();
    await question.getByRole('button', { name: 'Restore as draft' }).click();
    await textOf(page).filter({ hasText: 'from {{' }).waitFor();
    await expect.poll(async () => (await saved()).source).toBe(ordersFlow);
    expect((await saved()).version).toBe(2);
    await textOf(page).click();
    await page.keyboard.press('ControlOrMeta+z');
    await textOf(page).filter({ hasText: 'Rest a while' }).waitFor();
  });

  test('findings that forbid publishing lead to their steps', async () => {
    const { page, server } = millrace;
    const source =
      'id: wrong\nname: Wrong\ntrigger: { use: core.manual }\nsteps: [{ id: keep, set: { b: "{{ $trigr }}" } }]\n';
    await server.api('PUT', '/api/flows/wrong', { source });
    await millrace.open('/flows/wrong/publish');
    await page.getByRole('heading', { name: 'Cannot be published yet: 1 thing to correct' }).waitFor();
    await page.keyboard.press('ControlOrMeta+Enter');
    await page.getByRole('link', { name: /^Show Keep/ }).click();
    await page.getByRole('complementary', { name: 'Settings of “Keep”' }).waitFor();
    expect(await server.api('GET', '/api/flows/wrong')).toMatchObject({ state: 'draft' });
  });

  test('on a phone in Chinese all of it fits and is accessible', async () => {
    const page = await millrace.another({ phone: true, locale: 'zh-CN', dark: true });
    for (const [path, words] of [
      [`${flow}/publish`, '费用与运行方式'],
      [`${flow}?tab=versions&from=1&to=2`, '新增 “Rest a while”。'],
    ] as const) {
      await page.goto(`${millrace.server.url}${path}`);
      await page.getByText(words).waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await seriousFindings(page)).toEqual([]);
    }
    const outline = page.getByRole('region', { name: '版本 2' }).getByRole('treeitem', { name: /Rest a while/ });
    expect(await outline.textContent()).toContain('新增');
  });
});
