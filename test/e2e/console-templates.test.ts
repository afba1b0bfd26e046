import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { browser, type ConsoleUnderTest, startConsole } from '#test/support/console.ts';

/** Clicks from sign-in to the first green run that a person may need, one for each field included. */
const mostClicks = 12;

describe.skipIf(!browser)('templates in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
  });
  afterAll(() => millrace?.close());

  test('from sign-in to the first green run takes at most 12 clicks and no line of YAML', async () => {
    const { server, receiver } = millrace;
    const context = await openBrowser(browser!);
    const page = await context.newPage();
    await page.goto(server.url);
    let clicks = 0;
    const click = async (name: string, role: 'button' | 'link' | 'tab' = 'button') => {
      clicks += 1;
      await page.getByRole(role, { name, exact: true }).first().click();
    };
    /** A field that does not have the focus by itself is clicked first. */
    const fill = async (label: string, value: string) => {
      const field = page.getByLabel(label, { exact: true });
      await field.waitFor();
      if (!(await field.evaluate((each) => each === document.activeElement))) {
        clicks += 1;
        await field.click();
      }
      await page.keyboard.type(value);
    };
    receiver.answerWith(({ path, body }) => {
      if (path.startsWith('/slack'))
        return (body as { text?: string }).text ? { body: 'ok' } : { status: 400, body: 'no_text' };
      return { body: { code: 0 } };
    });

    clicks += 1;
    await page.locator('.tab').nth(1).click();
    clicks += 1;
    await page.locator('input[type=password]').click();
    await page.keyboard.type(server.token);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /Large orders reach both channels/ }).waitFor();
    clicks += 1;
    await page.getByRole('link', { name: /Large orders reach both channels/ }).click();
    await click('Connect Feishu');
    await fill('Webhook address', `${receiver.url}/feishu/bot`);
    await click('Connect');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await click('Connect Slack');
    await fill('Webhook address', `${receiver.url}/slack/channel`);
    await click('Connect');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await fill('From this amount on', '0');
    await click('Try it with a sample');
    await page.getByRole('heading', { name: 'It works. The flow is on.' }).waitFor();
    expect(clicks).toBeLessThanOrEqual(mostClicks);

    const sent = receiver.received
      .map(({ body }) => body)
      .filter((body) => (body as { text?: string })?.text !== undefined);
    expect(sent).toEqual([{ text: 'Order A-1001 from Li Wei: 1000' }]);
    expect(await server.api('GET', '/api/flows/order-to-two-channels')).toMatchObject({ state: 'on', version: 1 });
    const { items } = await server.api<{ items: { status: string }[] }>('GET', '/api/runs');
    expect(items.map(({ status }) => status)).toEqual(['succeeded']);
    await click('Open the flow', 'link');
    await page.waitForURL('**/flows/order-to-two-channels');
    await page.locator('.canvas').getByRole('button', { name: 'Write the message' }).waitFor();
    expect(await page.locator('.cm-content').count()).toBe(0);
    await context.close();
  });

  test('a sample that fails in a step which the flow goes on without is no success either', async () => {
    const { server, receiver } = millrace;
    const page = await millrace.another();
    receiver.answerWith(({ path }) =>
      path.startsWith('/slack') ? { status: 403, body: 'invalid_token' } : { body: { code: 0 } },
    );
    await page.goto(`${server.url}/templates/order-to-two-channels`);
    await page.getByRole('button', { name: 'Try it with a sample' }).click();
    await page.getByRole('heading', { name: 'The sample did not go through.' }).waitFor();
    await page.getByText('To Slack: Slack refused the message: the webhook address is wrong or was revoked.').waitFor();
    expect(await server.api('GET', '/api/flows/order-to-two-channels-2')).toMatchObject({ state: 'off' });
    expect(await server.api('GET', '/api/flows/order-to-two-channels')).toMatchObject({ state: 'on' });
  });

  test('on a phone in Chinese: choices come from the vendor, a sample that fails leaves the flow off, and is tried again', async () => {
    const { server, receiver } = millrace;
    const page = await millrace.another({ locale: 'zh-CN', phone: true });
    let works = false;
    receiver.answerWith(({ path }) => {
      if (path.includes('/myself')) return { body: { displayName: 'Ann' } };
      if (path.includes('/project/search')) {
        return { body: { values: [{ key: 'HR', name: '人力资源' }], isLast: true } };
      }
      if (path.endsWith('/status')) return { body: [{ name: '受阻' }] };
      return { body: works ? { code: 0 } : { code: 19024, msg: 'Key Words Not Found' } };
    });
    await page.goto(`${server.url}/templates`);
    await page.getByRole('searchbox').fill('受阻 jira');
    await page.getByRole('navigation', { name: '模板分类' }).getByRole('link', { name: '项目', exact: true }).click();
    expect(await page.locator('main ul a.card h2').allTextContents()).toEqual(['受阻问题通知到群']);
    await page.getByRole('link', { name: /受阻问题通知到群/ }).click();
    await page.getByRole('button', { name: '用示例试一试' }).click();
    await page.getByText('请先连接 Jira。').waitFor();
    await page.getByRole('button', { name: '连接 Jira' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('站点').fill(receiver.url);
    await dialog.getByLabel('邮箱').fill('ann@example.com');
    await dialog.getByLabel('API 令牌').fill('the-token');
    await dialog.getByRole('button', { name: '连接', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const choices = (label: string) =>
      page
        .getByLabel(label, { exact: true })
        .evaluate((field) => [...((field as HTMLInputElement).list?.options ?? [])].map(({ value }) => value));
    await expect.poll(() => choices('项目')).toEqual(['HR']);
    await expect.poll(() => choices('表示受阻的状态')).toEqual(['受阻']);
    await page.getByLabel('项目', { exact: true }).fill('HR');
    await page.getByLabel('表示受阻的状态', { exact: true }).fill('受阻');
    await page.getByRole('button', { name: '用示例试一试' }).click();
    expect(await page.getByRole('heading', { name: '示例没有通过。' }).count()).toBe(0);

    const flow = () => server.api<{ state: string }>('GET', '/api/flows/blocked-issue-to-group');
    await page.getByRole('heading', { name: '示例没有通过。' }).waitFor();
    await page.getByText(/飞书.*Key Words Not Found/).waitFor();
    expect((await flow()).state).toBe('off');
    works = true;
    await page.getByRole('button', { name: '再试一次' }).click();
    await page.getByRole('heading', { name: '一切正常，流程已启用。' }).waitFor();
    expect((await flow()).state).toBe('on');
    const told = receiver.received.at(-1)!.body as { content: { post: { zh_cn: { title: string } } } };
    expect(told.content.post.zh_cn.title).toBe('HR-418 受阻');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
