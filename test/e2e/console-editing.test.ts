import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  signIn,
  startConsole,
} from '#test/support/console.ts';
import { eventually } from '#test/support/server.ts';

describe.skipIf(!browser)('writing flows in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
    await publishOrders(millrace);
    await millrace.open('/');
    await signIn(millrace.page, millrace.server.token);
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';
  const saved = () => millrace.server.api<{ source: string; revision: number; name: string }>('GET', `/api${flow}`);
  const unsaved = async (text: string) => {
    await millrace.open(flow);
    await millrace.write(text);
    await millrace.page.getByText('not saved', { exact: true }).waitFor();
  };
  const question = () => millrace.page.getByRole('dialog');

  test('a new flow with the id of one that is there is refused, and leads to it', async () => {
    const { page } = millrace;
    const before = await saved();
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Large orders reach sales');
    await page.getByText('There is a flow large-orders-reach-sales already: open it or choose another id.').waitFor();
    expect(await page.getByRole('button', { name: 'Create' }).isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Open “Large orders reach sales”' }).click();
    await page.waitForURL(`**${flow}`);
    expect(await saved()).toEqual(before);
  });

  test('a flow that somebody else made in the meantime is not overwritten by a new one', async () => {
    const { page, server } = millrace;
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Mine');
    const theirs = 'id: mine\nname: Theirs\ntrigger: { use: core.manual }\nsteps: []\n';
    await server.api('PUT', '/api/flows/mine', { source: theirs });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('alert').getByText('There is a flow mine already: open it or choose another id.').waitFor();
    expect((await server.api<{ source: string }>('GET', '/api/flows/mine')).source).toBe(theirs);
  });

  test('leaving with unsaved text asks in the page: by a link, by the back button, by signing out', async () => {
    const { page } = millrace;
    await millrace.open('/runs');
    await page.getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Large orders reach sales' }).click();
    await millrace.write(`${ordersFlow}# mine\n`);
    const ways = [
      () => page.getByRole('link', { name: 'Upcoming' }).click(),
      () => page.goBack({ waitUntil: 'commit' }).then(() => undefined),
      () => page.getByRole('button', { name: 'Sign out' }).click(),
    ];
    for (const leave of ways) {
      await leave();
      await question().getByText('Leave “Large orders reach sales” without saving?').waitFor();
      await question().getByRole('button', { name: 'Stay' }).click();
      await question().waitFor({ state: 'detached' });
      expect(page.url()).toContain(flow);
      expect(await page.locator('section.text .cm-content').textContent()).toContain('# mine');
    }
    await page.goBack({ waitUntil: 'commit' });
    await question().getByRole('button', { name: 'Save and leave' }).click();
    await page.getByRole('heading', { name: 'Flows', exact: true }).waitFor();
    expect((await saved()).source).toContain('# mine');
    await page.goForward({ waitUntil: 'commit' });
    await page.locator('section.text .cm-content').waitFor();
  });

  test('a draft survives a closed tab and is offered again; dropped it is gone', async () => {
    await unsaved(`${ordersFlow}# from a closed tab\n`);
    await millrace.page.waitForTimeout(600);
    await millrace.newTab();
    const tab = millrace.page;
    await millrace.open(flow);
    await tab.getByText(/did not save is still in this browser/).waitFor();
    expect(await tab.locator('section.text .cm-content').textContent()).not.toContain('# from a closed tab');
    await tab.getByRole('button', { name: 'Look at it' }).click();
    await tab.getByRole('dialog').locator('.mine', { hasText: '# from a closed tab' }).waitFor();
    await tab.getByRole('button', { name: 'Go on with it' }).click();
    await tab.locator('section.text .cm-content', { hasText: '# from a closed tab' }).waitFor();
    await tab.getByRole('link', { name: 'Upcoming' }).click();
    await tab.getByRole('button', { name: 'Drop my changes' }).click();
    await tab.getByRole('heading', { name: 'Upcoming' }).waitFor();
    await millrace.open(flow);
    await tab.locator('section.text .cm-content').waitFor();
    expect(await tab.getByText(/is still in this browser/).count()).toBe(0);
  });

  test('a draft of an older revision never overwrites a newer text silently', async () => {
    await unsaved(`${ordersFlow}# old draft\n`);
    await millrace.page.waitForTimeout(600);
    const { revision } = await saved();
    await millrace.server.api('PUT', `/api${flow}`, { source: `${ordersFlow}# theirs\n`, revision });
    await millrace.newTab();
    const tab = millrace.page;
    await millrace.open(flow);
    await tab.getByText('saved the flow since').waitFor();
    await tab.getByRole('button', { name: 'Look at it' }).click();
    await tab.getByRole('button', { name: 'Go on with it' }).click();
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await tab.getByRole('heading', { name: 'Somebody else saved this flow' }).waitFor();
    expect((await saved()).source).toContain('# theirs');
    await tab.getByRole('button', { name: 'Take theirs, drop mine' }).click();
  });

  test('a flow is renamed and duplicated; comments stay', async () => {
    const { page, server } = millrace;
    const { revision } = await saved();
    await server.api('PUT', `/api${flow}`, { source: `# why\n${ordersFlow}`, revision });
    await millrace.open('/');
    await page.getByRole('button', { name: 'More for Large orders reach sales' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Big: orders');
    await question().getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('link', { name: 'Big: orders' }).waitFor();
    expect(await saved()).toMatchObject({
      name: 'Big: orders',
      source: `# why\n${ordersFlow.replace('Large orders reach sales', '"Big: orders"')}`,
    });
    await page.getByRole('button', { name: 'More for Big: orders' }).click();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    // Once it is known which are taken.
    const proposed = () => page.getByLabel('Short id').inputValue();
    await eventually(async () => ((await proposed()) === 'large-orders-reach-sales-2' ? true : undefined));
    await question().getByRole('button', { name: 'Duplicate' }).click();
    await page.waitForURL('**/flows/large-orders-reach-sales-2');
    await page.getByRole('heading', { name: 'Big: orders (copy)' }).waitFor();
    expect(await server.api('GET', '/api/flows/large-orders-reach-sales-2')).toMatchObject({
      state: 'draft',
      revision: 1,
    });
  });

  test('publishing is off while nothing changed, and shows what will change', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await page.getByRole('button', { name: 'Publish…' }).click();
    await question().locator('.mine', { hasText: 'name: "Big: orders"' }).waitFor();
    await question().getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published as version 2.').waitFor();
    await page.getByRole('button', { name: 'Publish…', disabled: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Publish…' }).getAttribute('title')).toContain('Nothing has changed');
  });
});
