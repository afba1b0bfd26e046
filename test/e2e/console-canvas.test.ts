import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/axe.ts';
import { browser, type ConsoleUnderTest, startSignedIn } from '#test/support/console.ts';

const source = `id: triage
name: Triage
trigger: { use: core.webhook }
steps:
  - id: owned
    name: Has an owner
    if: { left: "{{ $trigger.body.owner }}", op: exists }
    then:
      - { id: find, name: Find the owner, set: { mail: "{{ $trigger.body.owner }}" } }
      - { id: tell, name: Tell the owner, note: By mail, set: { text: "{{ $find.mail }}" } }
    else:
      - { id: collect, name: Collect, set: { kept: true } }
  - { id: done, name: Note the end, set: { at: 1 } }
`;

/** As long as the browser itself would wait. */
const patience = { timeout: 30_000 };

describe.skipIf(!browser)('flows on the canvas in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startSignedIn();
    await millrace.server.api('PUT', '/api/flows/triage', { source });
    await millrace.page.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
  });
  afterAll(() => millrace?.close());

  async function opened() {
    const { page } = millrace;
    await millrace.open('/flows/triage');
    await page.getByRole('button', { name: 'Note the end' }).waitFor();
    await page.getByText('Nothing to correct.').waitFor();
    return page;
  }

  const card = (name: string) => millrace.page.locator('.place').getByRole('button', { name });
  async function middle(of: Locator) {
    const box = (await of.boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  async function drag(name: string, below: string) {
    const { page } = millrace;
    const from = await middle(card(name));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    const to = await middle(card(below));
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await page.mouse.move(to.x, to.y + 40, { steps: 4 });
  }

  test('the drawing stands in the middle of its room until somebody moves it', async () => {
    const page = await opened();
    const off = async () => (await middle(card('Webhook'))).x - (await middle(page.locator('.screen'))).x;
    await expect.poll(off, patience).toBeCloseTo(0, 0);
    await card('Collect').click();
    await page.getByLabel('Name', { exact: true }).waitFor();
    await expect.poll(off, patience).toBeCloseTo(0, 0);
  });

  test('a card is dragged to another branch, and the move is taken back', async () => {
    const page = await opened();
    await drag('Note the end', 'Collect');
    await page.mouse.up();
    await page.getByRole('button', { name: 'Undo: move “Note the end”' }).waitFor();
    const places = async () => [await middle(card('Collect')), await middle(card('Note the end'))] as const;
    await expect.poll(async () => (await places())[0].x - (await places())[1].x, patience).toBeCloseTo(0);
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('a gap where a step would lose what it needs says so and takes nothing', async () => {
    const page = await opened();
    await drag('Tell the owner', 'Collect');
    await page.getByText('“Tell the owner” needs “Find the owner”, which would come later then.').waitFor();
    await page.mouse.up();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('Escape ends a drag and nothing is moved', async () => {
    const page = await opened();
    await drag('Note the end', 'Collect');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    expect(await page.locator('.carried').count()).toBe(0);
  });

  test('a finger that rests on a card takes it up; one that moves at once moves the canvas', async () => {
    const page = await opened();
    const session = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...touchPoints: { x: number; y: number }[]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints });
    const place = () => page.locator('.screen > .plane').getAttribute('style');
    const before = await place();
    const from = await middle(card('Note the end'));
    await touch('touchStart', from);
    await touch('touchMove', { x: from.x, y: from.y - 60 });
    await touch('touchEnd');
    expect(await place()).not.toBe(before);
    const resting = await middle(card('Note the end'));
    const to = await middle(card('Collect'));
    await touch('touchStart', resting);
    await page.locator('.gap.target').first().waitFor();
    await touch('touchMove', { x: to.x, y: to.y + 40 });
    await touch('touchEnd');
    await page.getByRole('button', { name: 'Undo: move “Note the end”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('a step is put between two others', async () => {
    const page = await opened();
    await page.locator('.gap').nth(1).click();
    await page.getByRole('combobox', { name: 'Add a step' }).fill('send a request');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Undo: add “Send a request”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('by keys alone: from card to card, the menu, duplicated and taken back', async () => {
    const page = await opened();
    await card('Webhook').focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), patience).toContain('Collect');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await page.getByRole('button', { name: 'Undo: copy “Collect”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('steps are chosen together and left out with one command of the menu', async () => {
    const page = await opened();
    await card('Find the owner').click();
    await card('Tell the owner').click({ modifiers: ['Shift'] });
    await card('Tell the owner').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Leave out' }).click();
    await page.getByRole('button', { name: 'Undo: leave out “2 steps”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  const areChosen = (...names: string[]) =>
    expect
      .poll(
        () =>
          millrace.page
            .locator('.place > button[aria-pressed="true"]')
            .evaluateAll((all) => all.map((each) => each.textContent)),
        patience,
      )
      .toEqual(names.map((name) => expect.stringContaining(name)));

  test('steps in a box that the mouse draws are chosen, by keys those up to another, and commands take them all', async () => {
    const page = await opened();
    const find = (await card('Find the owner').boundingBox())!;
    const tell = (await card('Tell the owner').boundingBox())!;
    const draw = async () => {
      await page.keyboard.down('Shift');
      await page.mouse.move(find.x - 20, find.y - 10);
      await page.mouse.down();
      await page.mouse.move(tell.x + 30, tell.y + 20, { steps: 5 });
    };
    await draw();
    await areChosen('Find the owner', 'Tell the owner');
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await areChosen();
    await draw();
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.getByRole('complementary', { name: /^Settings of/ }).waitFor();
    await areChosen('Find the owner', 'Tell the owner');
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Undo: delete “2 steps”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await card('Tell the owner').click();
    await page.keyboard.press('Shift+ArrowUp');
    await areChosen('Find the owner', 'Tell the owner');
    await page.keyboard.press('ControlOrMeta+d');
    await page.getByRole('button', { name: 'Undo: copy “2 steps”' }).waitFor();
    await row(/^Tell the owner.*4 of 4, in: yes/).waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
  });

  test('what is inside a step is hidden and shown by commands that the palette knows', async () => {
    const page = await opened();
    await row(/^Has an owner/).click();
    const command = async (words: string) => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').getByRole('combobox').fill(words);
      await page.keyboard.press('Enter');
    };
    await command('Hide the steps inside');
    await page.getByText('3 steps inside').waitFor();
    await command('Show the steps inside');
    await card('Collect').waitFor();
    await command('find');
    await page.getByRole('combobox', { name: 'Find in the flow' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('more steps than a flow may have are not pasted, and the page says why', async () => {
    const page = await opened();
    await page.evaluate(() => {
      const steps = Array.from({ length: 9_000 }, (_, i) => `- { id: s${i}, set: { n: ${i} } }\n`).join('');
      const data = new DataTransfer();
      data.setData('text/plain', steps);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await page.getByText('The text of the flow would grow beyond 256 KB').waitFor();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await page.locator('.toast').getByRole('button', { name: 'Close' }).click();
  });

  test('to a Chinese reader a step that is put in has a Chinese name, and an id that expressions can name', async () => {
    const { server } = millrace;
    const page = await millrace.another({ locale: 'zh-CN' });
    await server.api('PUT', '/api/flows/named', { source: source.replace('id: triage', 'id: named') });
    await page.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
    await page.goto(`${server.url}/flows/named`);
    await page.locator('.place').getByRole('button', { name: 'Note the end' }).click();
    for (const name of ['保存变量', '保存变量 2']) {
      await page.locator('.screen').focus();
      await page.keyboard.press('a');
      await page.getByRole('combobox', { name: '添加步骤' }).fill('变量');
      await page.keyboard.press('Enter');
      await page.getByRole('treeitem', { name: new RegExp(`^${name}，`) }).waitFor();
    }
    const saved = () => server.api<{ source: string }>('GET', '/api/flows/named').then((flow) => flow.source);
    await expect.poll(saved, patience).toContain('id: values_2\n    name: 保存变量 2\n');
    await page.context().close();
  });

  const row = (name: string | RegExp) => millrace.page.getByRole('treeitem', { name });

  test('the outline leads through the flow by keys, moves a step and says where it is now', async () => {
    const page = await opened();
    await row(/^Webhook/).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowLeft');
    expect(await row(/^Has an owner/).getAttribute('aria-expanded')).toBe('false');
    await page.getByText('3 steps inside').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => row(/^Find the owner.*1 of 2, in: yes of Has an owner/).getAttribute('tabindex'), patience)
      .toBe('0');
    // A letter is a command here as on the canvas.
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'Undo: leave out “Find the owner”' }).click();
    await page.getByRole('button', { name: 'Nothing to undo' }).waitFor();
    await row(/^Find the owner/).focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Alt+ArrowUp');
    await page.getByText('Note the end is now 2 of 3').waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByText('Note the end is now 3 of 3').waitFor();
    await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
    expect(await seriousFindings(page)).toEqual([]);
  });

  test('a step is found by a word and comes into sight, out of what hides it', async () => {
    const page = await opened();
    await row(/^Has an owner/).focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ControlOrMeta+f');
    await page.getByRole('combobox', { name: 'Find in the flow' }).fill('by mail');
    await page.keyboard.press('Enter');
    await expect.poll(() => card('Tell the owner').getAttribute('aria-pressed'), patience).toBe('true');
  });

  test('on a phone the outline is the drawing, and its menu does what the canvas does', async () => {
    const phone = await millrace.another({ phone: true });
    await phone.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
    await phone.goto(`${millrace.server.url}/flows/triage`);
    const collect = phone.getByRole('treeitem', { name: /^Collect.*in: no of Has an owner/ });
    await collect.click({ button: 'right' });
    await phone.getByRole('menuitem', { name: 'Duplicate' }).click();
    await phone.getByRole('treeitem', { name: /^Collect.*2 of 2, in: no of Has an owner/ }).waitFor();
    await phone.context().close();
  });

  const hollow = `id: hollow
name: Hollow
trigger: { use: core.webhook }
steps:
  - { id: check, name: Is it late, if: { left: 1, op: exists }, then: [{ id: keep, name: Keep it, set: { x: 1 } }] }
  - { id: lines, name: Every line, forEach: [1], do: [] }
`;

  test('a first step goes into a branch without steps: on a phone by its row, by keys into a loop', async () => {
    const { page, server } = millrace;
    await server.api('PUT', '/api/flows/hollow', { source: hollow });
    const phone = await millrace.another({ phone: true });
    await phone.evaluate(() => localStorage.setItem('millrace.view', 'canvas'));
    await phone.goto(`${server.url}/flows/hollow`);
    await phone.getByRole('treeitem', { name: /^no, .*Put a step here, in: Is it late/ }).click();
    await phone.getByRole('combobox', { name: 'Add a step' }).fill('send a request');
    await phone.keyboard.press('Enter');
    await phone.getByRole('treeitem', { name: /^Request.*1 of 1, in: no of Is it late/ }).waitFor();
    await phone.context().close();

    await server.api('PUT', '/api/flows/loop', { source: hollow.replace('id: hollow', 'id: loop') });
    await millrace.open('/flows/loop');
    await card('Every line').click();
    await page.keyboard.press('i');
    await page.getByRole('combobox', { name: 'Add a step' }).fill('send a request');
    await page.keyboard.press('Enter');
    await row(/^Request.*1 of 1, in: Every line/).waitFor();
    await page.getByRole('complementary').locator('[aria-label="Address"]:focus').waitFor();
    const held = () =>
      page.evaluate(() => document.activeElement?.closest('.place')?.textContent ?? document.activeElement?.outerHTML);
    for (const [key, place] of [
      ['Escape', 'in: Every line'],
      ['Alt+ArrowUp', '3 of 4'],
      ['ControlOrMeta+z', 'in: Every line'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(held, patience).toMatch(new RegExp(`Request[^]*${place}`));
    }
  });

  test('a failed run says what it did not reach and leads to the step in the builder', async () => {
    const { page, server } = millrace;
    const broken = source
      .replace('id: triage', 'id: broken')
      .replace(
        'set: { mail: "{{ $trigger.body.owner }}" }',
        'use: http.request, retry: "off", with: { url: "http://127.0.0.1:9/" }',
      )
      .replace('$find.mail', '$trigger.body.owner');
    await server.api('PUT', '/api/flows/broken', { source: broken });
    await server.api('POST', '/api/flows/broken/publish', {});
    const { run } = await server.api<{ run: string }>('POST', '/api/flows/broken/run', {
      input: { body: { owner: 'wu' } },
    });
    await millrace.open(`/runs/${run}`);
    await card('Note the end').getByText('not reached').waitFor();
    expect(await card('Collect').textContent()).toContain('not taken');
    await card('Tell the owner').click();
    await page.getByText('The run ended before it came to this step.').waitFor();
    await page.getByRole('link', { name: 'Edit this step' }).click();
    await expect.poll(() => card('Tell the owner').getAttribute('aria-pressed'), patience).toBe('true');
  });
});
