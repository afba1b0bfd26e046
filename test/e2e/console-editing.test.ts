import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  browser,
  type ConsoleUnderTest,
  ordersFlow,
  publishOrders,
  startSignedIn,
  textOf,
} from '#test/support/console.ts';
import { eventually } from '#test/support/server.ts';

describe.skipIf(!browser)('writing flows in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn(publishOrders);
  });
  afterAll(() => millrace?.close());

  const flow = '/flows/large-orders-reach-sales';
  const saved = () => millrace.server.api<{ source: string; revision: number; name: string }>('GET', `/api${flow}`);
  /** Whether a tab can save; it can read either way. */
  const letSave = async (can: boolean) => {
    const { page } = millrace;
    await page.unrouteAll();
    if (!can) {
      await page.route(`**/api${flow}`, (route) =>
        route.request().method() === 'PUT' ? route.abort() : route.continue(),
      );
    }
  };
  const unsaved = async (text: string) => {
    await millrace.open(flow);
    await textOf(millrace.page).waitFor();
    await letSave(false);
    await millrace.write(text);
    await millrace.page.getByText('Offline, kept in this browser').waitFor();
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

  test('leaving saves, and asks in the page only where that fails: by a link, by the back button, by signing out', async () => {
    const { page } = millrace;
    await millrace.open('/runs');
    await page.getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Large orders reach sales' }).click();
    await textOf(page).waitFor();
    await letSave(false);
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
      expect(await textOf(page).textContent()).toContain('# mine');
    }
    await letSave(true);
    await page.goBack({ waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Flows', exact: true }).waitFor();
    expect((await saved()).source).toContain('# mine');
    await page.goForward({ waitUntil: 'commit' });
    await textOf(page).waitFor();
  });

  test('a draft survives a closed tab and is offered again; dropped it is gone', async () => {
    await unsaved(`${ordersFlow}# from a closed tab\n`);
    await millrace.page.waitForTimeout(600);
    await millrace.newTab();
    const tab = millrace.page;
    await millrace.open(flow);
    await tab.getByText(/did not save is still in this browser/).waitFor();
    expect(await textOf(tab).textContent()).not.toContain('# from a closed tab');
    await tab.getByRole('button', { name: 'Look at it' }).click();
    await tab.getByRole('dialog').locator('.mine', { hasText: '# from a closed tab' }).waitFor();
    await tab.getByRole('button', { name: 'Go on with it' }).click();
    await textOf(tab).filter({ hasText: '# from a closed tab' }).waitFor();
    await eventually(async () => ((await saved()).source.includes('# from a closed tab') ? true : undefined), 5);
    await millrace.open(flow);
    await textOf(tab).waitFor();
    expect(await tab.getByText(/is still in this browser/).count()).toBe(0);
  });

  test('a draft of an older revision is merged with what was saved since', async () => {
    await unsaved(ordersFlow.replace('from {{', 'by {{'));
    await millrace.page.waitForTimeout(600);
    const { revision } = await saved();
    const theirs = ordersFlow.replace('right: 100', 'right: 200');
    await millrace.server.api('PUT', `/api${flow}`, { source: theirs, revision });
    await millrace.newTab();
    const tab = millrace.page;
    await millrace.open(flow);
    await tab.getByText('saved the flow since').waitFor();
    await tab.getByRole('button', { name: 'Look at it' }).click();
    await tab.getByRole('button', { name: 'Go on with it' }).click();
    const both = theirs.replace('from {{', 'by {{');
    await eventually(async () => ((await saved()).source === both ? true : undefined), 10);
    await millrace.server.api('PUT', `/api${flow}`, { source: ordersFlow, revision: (await saved()).revision });
  });

  test('two people write one flow: what each saves is with the other within moments, undo takes back only the own', async () => {
    const { page } = millrace;
    const shows = (of: typeof page, text: string) => textOf(of).filter({ hasText: text }).waitFor({ timeout: 10_000 });
    await millrace.open(flow);
    await textOf(page).waitFor();
    const other = await millrace.another();
    await other.goto(`${millrace.server.url}${flow}`);
    await textOf(other).waitFor();

    await millrace.write(ordersFlow.replace('from {{', 'by {{'));
    await page.getByText(/^Saved \d/).waitFor();
    await shows(other, 'by {{');

    await other.getByText('Tell sales').first().click();
    await other.getByLabel('Name', { exact: true }).fill('Tell everybody');
    await shows(page, 'Tell everybody');
    expect((await saved()).source).toContain('by {{');

    await textOf(page).click();
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(async () => ((await saved()).source.includes('from {{') ? true : undefined), 10);
    expect((await saved()).source).toContain('Tell everybody');
    await shows(other, 'from {{');
  });

  test('one field in two ways is asked, and only that', async () => {
    const { page } = millrace;
    await millrace.open(flow);
    await textOf(page).waitFor();
    const { source, revision } = await saved();
    await letSave(false);
    await millrace.write(source.replace('right: 100', 'right: 150').replace('from {{', 'by {{'));
    await page.getByText('Offline, kept in this browser').waitFor();
    await millrace.server.api('PUT', `/api${flow}`, {
      source: source.replace('right: 100', 'right: 200').replace('slack\n', 'slack # theirs\n'),
      revision,
    });
    await letSave(true);
    await page.getByRole('button', { name: 'Decide to save' }).click({ timeout: 10_000 });
    await question().getByRole('button', { name: 'Save', exact: true }).click();
    await question().getByText('Still to decide: 1').waitFor();
    await question()
      .getByRole('group', { name: /^The trigger: Condition/ })
      .waitFor();
    await question()
      .getByRole('radio', { name: /^Yours/ })
      .check();
    await question().getByRole('button', { name: 'Save', exact: true }).click();
    await question().waitFor({ state: 'detached' });
    const both = (await saved()).source;
    for (const part of ['right: 150', 'by {{', 'slack # theirs']) expect(both).toContain(part);
    await millrace.server.api('PUT', `/api${flow}`, { source: ordersFlow, revision: (await saved()).revision });
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
    await page.getByText('The flow: Name is now “Big: orders”').waitFor();
    await page.getByText('Show the text').click();
    await page.locator('.mine', { hasText: 'name: "Big: orders"' }).waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published as version 2.').waitFor();
    await page.getByRole('button', { name: 'Publish…', disabled: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Publish…' }).getAttribute('title')).toContain('Nothing has changed');
  });
});
