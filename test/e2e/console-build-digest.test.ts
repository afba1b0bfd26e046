import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtByHand, seesCanvas } from '#test/support/built-by-hand.ts';
import { browser, type ConsoleUnderTest, startSignedIn } from '#test/support/console.ts';
import { connect, endedRuns } from '#test/support/publish.ts';

describe.skipIf(!browser)('a digest by schedule, from an empty page', () => {
  let millrace: ConsoleUnderTest;
  let hand: ReturnType<typeof builtByHand>;
  let address: string;
  beforeAll(async () => {
    millrace = await startSignedIn(seesCanvas);
    hand = builtByHand(millrace);
    address = `${millrace.receiver.url}/yesterday`;
    await connect(millrace.server, 'slack', 'slack', { webhookUrl: `${millrace.receiver.url}/slack` });
  });
  afterAll(() => millrace?.close());

  const digest = (id: string, name: string) => `id: ${id}
name: "${name}"
trigger:
  use: core.schedule
  with: { cron: "45 7 * * *" }
steps:
  - id: request
    use: http.request
    with:
      url: "${address}"
    onError:
      - id: send_webhook_message
        use: slack.sendWebhookMessage
        connection: slack
        with:
          text: "No numbers: {{ $request.error.message }}"
  - id: check
    if:
      left: "{{ $request.body.total }}"
      op: gte
      right: 1000
    then:
      - id: send_webhook_message_2
        use: slack.sendWebhookMessage
        connection: slack
        with:
          text: "Yesterday {{ $request.body.total }} orders"
    else: []
`;

  /** What reaches the channel when it runs and its source answers so. */
  async function told(flow: string, answer: { status: number; body: unknown }, run: () => Promise<unknown>) {
    const { receiver, server } = millrace;
    receiver.received.length = 0;
    receiver.answerWith(({ path }) => (path === '/yesterday' ? answer : { body: 'ok' }));
    const before = (await server.api<{ items: unknown[] }>('GET', `/api/runs?flow=${flow}`)).items.length;
    await run();
    for (const { status } of await endedRuns(server, flow, before + 1)) expect(status).toBe('succeeded');
    return receiver.received.filter(({ path }) => path === '/slack').map(({ body }) => body);
  }

  /** A day of many orders, one of few, and one without an answer, which is looked at. */
  async function tried(flow: string, run: () => Promise<unknown>): Promise<void> {
    const { page, server } = millrace;
    const again = () => server.api('POST', `/api/flows/${flow}/run`, { input: {} });
    expect(await told(flow, { status: 200, body: { total: 1200 } }, run)).toEqual([{ text: 'Yesterday 1200 orders' }]);
    expect(await told(flow, { status: 200, body: { total: 12 } }, again)).toEqual([]);
    const [lost] = (await told(flow, { status: 404, body: {} }, again)) as { text: string }[];
    expect(lost?.text).toMatch(/^No numbers: .*404/);
    await page.locator('nav a[href="/runs"]').first().click();
    await page.getByRole('table').getByRole('link').first().click();
    const card = page.locator('.place').getByRole('button', { name: /^Send webhook message/ });
    await card.first().waitFor();
  }

  test('by mouse: built, published, run, seen, and taken back to nothing', async () => {
    const { page } = millrace;
    const { side } = hand;
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Digest');
    await page.getByLabel('What starts it').selectOption({ label: 'Schedule' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('region', { name: 'What should happen first?' }).waitFor();
    await page.getByRole('treeitem', { name: /^Schedule/ }).click();
    await side.getByLabel('When', { exact: true }).selectOption({ label: 'Every day' });
    await side.getByRole('textbox', { name: 'Time 1' }).fill('07:45');
    await page.keyboard.press('Tab');
    await page.getByRole('treeitem', { name: /every day at 07:45/ }).waitFor();
    await hand.put('send a request');
    await side.getByRole('textbox', { name: 'Address' }).click();
    await page.keyboard.type(address);
    await side.getByRole('button', { name: 'If it fails' }).click();
    await side.getByLabel('If it fails', { exact: true }).last().selectOption({ label: 'Do this instead' });
    await page.getByRole('treeitem', { name: /^if it fails/ }).waitFor();
    await hand.put('send to a channel', 1);
    await side.getByRole('textbox', { name: 'Text', exact: true }).pressSequentially('No numbers: ');
    await hand.insertData('Text', 'message', /Message/);
    await page.getByRole('treeitem', { name: /^Request/ }).click();
    await hand.put('if');
    await hand.insertData('Field', 'total', /Request › Body › total/);
    await side.getByLabel('How it is compared').selectOption({ label: 'is at least' });
    await side.getByRole('textbox', { name: 'Value' }).click();
    await page.keyboard.type('1,000');
    await page.keyboard.press('Tab');
    await page.getByRole('treeitem', { name: /total is at least 1000/ }).waitFor();
    await hand.put('send to a channel', 4);
    await side.getByRole('textbox', { name: 'Text', exact: true }).pressSequentially('Yesterday ');
    await hand.insertData('Text', 'total', /Request › Body › total/);
    await page.keyboard.type(' orders');
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
    expect(await hand.saved('digest')).toBe(digest('digest', 'Digest'));
    await hand.publish();
    await tried('digest', async () => {
      await page.locator('header').getByRole('button', { name: 'Run now' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    });
    await page.getByRole('navigation').getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Digest', exact: true }).click();
    await hand.takeBack();
    expect(await hand.written()).toBe(
      'id: digest\nname: "Digest"\ntrigger:\n  use: core.schedule\n  with: { cron: "30 8 * * 1-5" }\nsteps: []\n',
    );
  });

  test('by keyboard alone: the same flow', async () => {
    const { page } = millrace;
    const { keyboard } = page;
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).waitFor();
    await keyboard.type('Daily');
    await hand.tabTo('What starts it');
    await keyboard.type('Schedule');
    await hand.tabTo('Short id');
    await keyboard.press('Enter');
    await page.getByRole('region', { name: 'What should happen first?' }).waitFor();
    await keyboard.press('t');
    await hand.side.waitFor();
    await hand.side.locator(':focus').waitFor();
    await hand.tabTo('What starts the flow', 'Shift+Tab');
    await hand.tabTo('When');
    await keyboard.type('Every day');
    await hand.tabTo('Time 1');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('07:45');
    await keyboard.press('Tab');
    await hand.command('add a step');
    await hand.choose('send a request');
    await hand.typesInto('Address');
    await keyboard.type(address);
    await hand.tabTo('If it fails', 'Shift+Tab');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await hand.tabTo('If it fails');
    await keyboard.type('Do this');
    await page.getByRole('treeitem', { name: /^if it fails/ }).waitFor();
    await hand.command('if it fails');
    await hand.choose('send to a channel');
    await hand.typesInto('Text');
    await keyboard.type('No numbers: ');
    await hand.typeData('message');
    await hand.find('request');
    await hand.command('add a step');
    await hand.choose('if');
    await hand.typesInto('Field');
    await hand.typeData('total');
    await hand.tabTo('How it is compared');
    await keyboard.type('is at least');
    await hand.tabTo('Value');
    await keyboard.type('1,000');
    await keyboard.press('Tab');
    await page.getByRole('treeitem', { name: /total is at least 1000/ }).waitFor();
    await hand.command('yes');
    await hand.choose('send to a channel');
    await hand.typesInto('Text');
    await keyboard.type('Yesterday ');
    await hand.typeData('total');
    await keyboard.type(' orders');
    await hand.command('publish');
    await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
    expect(await hand.saved('daily')).toBe(digest('daily', 'Daily'));
    await hand.publish();
    await tried('daily', () => millrace.server.api('POST', '/api/flows/daily/run', { input: {} }));
  });
});
