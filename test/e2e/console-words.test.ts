import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, signIn, startSignedIn } from '#test/support/console.ts';

const faulty = `id: faulty
name: Orders to the shop
trigger: { use: core.webhook }
steps:
  - { id: ask, name: Ask the shop, use: http.request, with: { body: { a: 1 } } }
  - { id: big, name: Is it big, if: { left: "{{ $trigger.body.total }}", op: gt, right: "5,000" }, then: [] }
  - { id: tell, name: Tell the group, use: http.request, with: { url: "{{ $late.body }}" } }
  - { id: late, name: Comes late, use: http.request, with: { url: "https://example.com" } }
`;

describe.skipIf(!browser)('words that people read, in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn();
  });
  afterAll(() => millrace?.close());

  const save = (id: string, source: string) => millrace.server.api('PUT', `/api/flows/${id}`, { source });

  test('findings name steps and fields as the forms do, in both languages, and mend a number', async () => {
    await save('faulty', faulty);
    const { page } = millrace;
    await page.setViewportSize({ width: 1440, height: 1000 });
    await millrace.open('/flows/faulty');
    const findings = page.locator('.findings li .words');
    await findings.first().waitFor();
    const said = await findings.allInnerTexts();
    expect(said.map((text) => text.split('\n').slice(0, 2).join(' | '))).toEqual([
      'Ask the shop with | “Address” is empty.',
      'Tell the group › Address with.url | “Comes late” runs later, so its output is not there yet.',
      'Ask the shop with.body | “Body” is given, but with “GET” for “Method” it is mostly ignored.',
      'Is it big › Condition › Value if.right | "5,000" is text, not a number: a number is never equal to it, and neither more nor less.',
      'Is it big then | There is nothing to do in “yes”.',
    ]);
    await page.getByRole('button', { name: 'Change to 5000' }).click();
    await page.locator('section.text').getByText('right: 5000').waitFor();
    const chinese = await millrace.another({ locale: 'zh-CN', phone: true });
    await chinese.goto(`${millrace.server.url}/flows/faulty`);
    await chinese.locator('.findings').getByText('“地址”尚未填写。').waitFor();
    await chinese.locator('.findings').getByText('“是”中没有任何步骤。').waitFor();
  });

  test('a schedule reads the same on its card and in its form, and its sample fires in its own time zone', async () => {
    const { page, server } = millrace;
    await save(
      'daily',
      `id: daily
name: Daily
trigger: { use: core.schedule, with: { cron: "0 9 * * 1-5", holidays: skip, timeZone: Asia/Tokyo } }
steps: [{ id: note, set: { on: "{{ $trigger.localDate }}" } }]
`,
    );
    await server.api('POST', '/api/flows/daily/publish', {});
    await millrace.open('/flows/daily');
    const sentence = 'Monday to Friday at 09:00, not on holidays';
    await page.locator('.canvas').getByText(sentence).first().waitFor();
    await page.locator('[data-step="$trigger"] > button').click();
    await page.getByRole('complementary').locator('.sentence', { hasText: sentence }).waitFor();
    await page.getByRole('button', { name: 'Run now' }).click();
    const sample = JSON.parse(await page.getByRole('dialog').getByLabel('Event').inputValue());
    expect(sample.timeZone).toBe('Asia/Tokyo');
    const tokyo = new Date(Date.parse(sample.scheduledAt) + 9 * 3_600_000).toISOString();
    expect([sample.localDate, sample.localTime]).toEqual([tokyo.slice(0, 10), tokyo.slice(11, 16)]);
  });

  test('what becomes of a sample comes into view; a run that went on after a failure says so', async () => {
    const { receiver, server } = millrace;
    receiver.answerWith(() => ({ status: 404, body: 'no' }));
    await save(
      'goes-on',
      `id: goes-on
name: Goes on
trigger: { use: core.webhook }
steps: [{ id: call, name: Ask, use: http.request, with: { url: "${receiver.url}/none" }, retry: "off", onError: continue }]
`,
    );
    await server.api('POST', '/api/flows/goes-on/publish', {});
    const phone = await millrace.another({ phone: true });
    await phone.goto(`${server.url}/flows/goes-on?tab=start`);
    await phone.getByRole('button', { name: 'Send sample' }).click();
    const outcome = phone.locator('.result').getByText('done, 1 failed');
    await outcome.waitFor();
    const seen = await outcome.evaluate((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    expect(seen).toBe(true);
    await phone.goto(`${server.url}/runs?status=handled`);
    await phone.locator('table').getByText('done, 1 failed').waitFor();
    await phone.goto(server.url);
    await phone.getByRole('img', { name: /1 done with failures/ }).waitFor();
  });

  test('who may only look is offered nothing else, and a token is asked for no password', async () => {
    const { server } = millrace;
    const made = await server.api<{ token: string }>('POST', '/api/tokens', { name: 'looks', role: 'viewer' });
    const reader = await millrace.another({ width: 1280 });
    await reader.getByRole('button', { name: 'Sign out' }).click();
    await reader.locator('.tab').nth(1).waitFor();
    await signIn(reader, made.token);
    const offers = async (path: string, told: string) => {
      await reader.goto(`${server.url}${path}`);
      await reader.getByText(told).waitFor();
      return reader.locator('main').locator('form, button:not([aria-pressed]):not([aria-haspopup])').allInnerTexts();
    };
    expect(await offers('/connect', 'Connections are made by editors')).toEqual([]);
    expect(await offers('/connect/slack', 'Connections are made by editors')).toEqual([]);
    // The note that says so stands where the form would.
    expect(await offers('/templates/order-to-two-channels', 'Flows are made by editors')).toEqual([
      expect.stringMatching(/Flows are made by editors and administrators\. Ask one of them to use this template\.$/),
    ]);
    expect(await offers('/flows/goes-on?tab=start', 'Only editors and administrators see the address')).toEqual([
      expect.stringContaining('See its runs'),
    ]);
    for (const form of await offers('/settings', 'You signed in with an API token'))
      expect(form).toMatch(/^(How it looks|Workspace|English|中文|As the system|Light|Dark)/);
    expect(await reader.locator('input[type=password]').count()).toBe(0);
    await reader.goto(`${server.url}/?new=1`);
    await reader.getByRole('link', { name: 'Goes on' }).first().waitFor();
    expect(await reader.getByRole('dialog').count()).toBe(0);
  });
});
