import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browser, type ConsoleUnderTest, signIn, startConsole } from '#test/support/console.ts';
import { endedRuns } from '#test/support/publish.ts';

describe.skipIf(!browser)('a flow from an empty page, without a line of text', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
    await millrace.context.addInitScript(() => localStorage.setItem('millrace.view', 'canvas'));
    await millrace.open('/');
    await signIn(millrace.page, millrace.server.token);
  });
  afterAll(() => millrace?.close());

  const greeting = (id: string, name: string) => `id: ${id}
name: "${name}"
trigger:
  use: core.webhook
steps:
  - id: values
    set:
      text: "Hello {{ $trigger.body.name }}"
  - id: end
    stop: succeeded
    output: "{{ $values.text }}"
`;

  /** Publishes in the page, sends an event to the flow's address and reads what the run answered. */
  async function published(id: string): Promise<unknown> {
    const { page, server } = millrace;
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('on', { exact: true }).first().waitFor();
    const { hooks } = await server.api<{ hooks: { url: string }[] }>('GET', `/api/flows/${id}`);
    const headers = { 'content-type': 'application/json' };
    await fetch(hooks[0]!.url, { method: 'POST', headers, body: '{"name":"Li Wei"}' });
    const [run] = await endedRuns(server, id, 1);
    await page.getByRole('link', { name: 'Runs', exact: true }).last().click();
    await page.getByRole('table').getByRole('link').first().click();
    await page
      .getByRole('button', { name: /Values/ })
      .first()
      .waitFor();
    return (await server.api<{ output: unknown }>('GET', `/api/runs/${run!.id}`)).output;
  }

  /** Takes back all that was done, by the button. */
  async function takenBack(): Promise<void> {
    const { page } = millrace;
    for (let times = 0; times < 50; times += 1) {
      const undo = page.getByRole('button', { name: /^(Undo: |Nothing to undo)/ });
      await undo.waitFor();
      if (await undo.isDisabled()) return;
      await undo.click();
    }
  }

  /** The text as it is seen beside the canvas. */
  async function written(): Promise<string> {
    const { page } = millrace;
    await page.getByText('Text', { exact: true }).click();
    await page.locator('section.text .cm-line').first().waitFor();
    const lines = await page.locator('section.text .cm-line').allTextContents();
    await page.getByText('Canvas', { exact: true }).click();
    return lines.join('\n');
  }

  const source = async (id: string) =>
    (await millrace.server.api<{ source: string }>('GET', `/api/flows/${id}`)).source;

  test('by mouse: built, published, run, seen, and taken back to nothing', async () => {
    const { page } = millrace;
    const side = page.getByRole('complementary', { name: /^Settings of/ });
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Hello');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Remember values' }).click();
    await side.getByRole('textbox', { name: 'Name 1 of Values' }).fill('text');
    await side.getByRole('textbox', { name: 'Name', exact: true }).click();
    await side.getByRole('textbox', { name: 'text', exact: true }).pressSequentially('Hello ');
    await side.getByRole('button', { name: 'Insert data' }).click();
    await page.getByRole('combobox', { name: 'Search the data' }).fill('name');
    await page
      .getByRole('treeitem', { name: /Body.*name/i })
      .first()
      .click();
    await side.getByText('Body › Name').waitFor();
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByRole('option', { name: 'End the run' }).click();
    await page.getByRole('complementary', { name: 'Settings of “End”' }).waitFor();
    await side.getByRole('button', { name: 'Insert data' }).click();
    await page.getByRole('treeitem', { name: /^Text/ }).first().click();
    await side.getByText('Values').first().waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    expect(await published('hello')).toBe('Hello Li Wei');
    expect(await source('hello')).toBe(greeting('hello', 'Hello'));
    await page.getByRole('navigation').getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Hello', exact: true }).click();
    await takenBack();
    expect(await written()).toBe('id: hello\nname: "Hello"\ntrigger:\n  use: core.webhook\nsteps: []\n');
  });

  test('by keyboard alone: the same flow', async () => {
    const { page } = millrace;
    const { keyboard } = page;
    const focused = () =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.id ?? '');
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).waitFor();
    await keyboard.type('Keys');
    await keyboard.press('Enter');
    await page.getByRole('region', { name: 'What should happen first?' }).waitFor();
    await keyboard.press('/');
    await keyboard.type('remember');
    await keyboard.press('Enter');
    await expect.poll(focused).toBe('Name 1 of Values');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('text');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await expect.poll(focused).toBe('text');
    await keyboard.type('Hello ');
    await keyboard.type('{{');
    await expect.poll(focused).toBe('Search the data');
    await keyboard.type('name');
    // The flow's own name comes first.
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await page.getByRole('complementary').getByText('Body › Name').waitFor();
    await keyboard.press('ControlOrMeta+k');
    await keyboard.type('add a step');
    await keyboard.press('Enter');
    await keyboard.type('end the');
    await keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Settings of “End”' }).waitFor();
    await expect.poll(focused).toBe('Result');
    await keyboard.type('{{');
    await expect.poll(focused).toBe('Search the data');
    await keyboard.type('text');
    await keyboard.press('Enter');
    await page.getByRole('complementary').getByText('Values').first().waitFor();
    await keyboard.press('ControlOrMeta+k');
    await keyboard.type('publish');
    await page.getByRole('option', { name: 'Publish…' }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).waitFor();
    expect(await published('keys')).toBe('Hello Li Wei');
    expect(await source('keys')).toBe(greeting('keys', 'Keys'));
  });
});
