import { expect } from 'vitest';
import type { ConsoleUnderTest } from './console.ts';
import { endedRuns, type RunView } from './publish.ts';

/** Flows open on the canvas, for the whole width. */
export function seesCanvas({ context }: ConsoleUnderTest): Promise<unknown> {
  return context.addInitScript(() => localStorage.setItem('millrace.view', 'canvas'));
}

/** What a person does to build a flow in the browser, by mouse or by keys. */
export function builtByHand(millrace: ConsoleUnderTest) {
  const { page, server } = millrace;
  const { keyboard } = page;
  /** The settings of the step that is looked at. */
  const side = page.getByRole('complementary', { name: /^Settings of/ });
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLElement> | null };
      return at.ariaLabel ?? at.labels?.[0]?.textContent?.trim() ?? at.textContent?.trim() ?? '';
    });

  return {
    side,

    /** The field in which the next key is typed. */
    typesInto: (field: string) => expect.poll(focused).toBe(field),

    /** By mouse: a step put into a gap of the canvas, counted from the top, or behind the chosen one. */
    async put(step: string, gap?: number): Promise<void> {
      if (gap === undefined) await page.getByRole('button', { name: 'Add step' }).click();
      else await page.locator('.gap').nth(gap).click();
      const picker = page.getByRole('dialog', { name: 'Add a step' });
      const search = picker.getByRole('combobox');
      await search.fill(step);
      await picker.getByRole('option').first().click();
      await search.waitFor({ state: 'detached' });
      await side.waitFor();
    },

    /** By keys: on, or back, to what has a name. */
    async tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const seen: string[] = [await focused()];
      for (let times = 0; times < 40; times += 1) {
        if (seen.at(-1)?.startsWith(name)) return;
        await keyboard.press(key);
        seen.push(await focused());
      }
      throw new Error(`No way to ${name} by ${key}: ${seen.join(', ')}`);
    },

    /** By keys: the step that is typed, in the picker that is open. */
    async choose(step: string): Promise<void> {
      await page.getByRole('dialog', { name: 'Add a step' }).waitFor();
      await keyboard.type(step);
      await keyboard.press('Enter');
    },

    /** By keys: from the settings to the drawing, and to the step of a name. */
    async find(step: string): Promise<void> {
      const search = page.getByRole('dialog', { name: 'Find in the flow' });
      await keyboard.press('Escape');
      await keyboard.press('ControlOrMeta+f');
      await search.waitFor();
      await keyboard.type(step);
      await keyboard.press('Enter');
      await search.waitFor({ state: 'detached' });
    },

    /** By keys: a command of the palette, once it can be done. */
    async command(words: string): Promise<void> {
      const palette = page.getByRole('dialog');
      await keyboard.press('ControlOrMeta+k');
      await palette.getByRole('combobox').waitFor();
      await keyboard.type(words);
      await palette.getByRole('option', { name: words }).first().waitFor();
      await keyboard.press('Enter');
    },

    /** By mouse: a value of earlier steps put into a field of the settings. */
    async insertData(field: string, search: string, found: string | RegExp): Promise<void> {
      const text = side.getByRole('textbox', { name: field, exact: true });
      await text.click();
      await text
        .locator('xpath=ancestor::*[.//button[@aria-label="Insert data"]][1]')
        .getByLabel('Insert data')
        .click();
      await page.getByRole('combobox', { name: 'Search the data' }).fill(search);
      await page
        .getByRole('tree', { name: 'Data of earlier steps' })
        .getByRole('treeitem', { name: found })
        .first()
        .click();
      await page.getByRole('combobox', { name: 'Search the data' }).waitFor({ state: 'detached' });
    },

    /** By keys, in a text field: the first of the values that are found. */
    async typeData(search: string): Promise<void> {
      await keyboard.type('{{');
      await expect.poll(focused).toBe('Search the data');
      await keyboard.type(search);
      await keyboard.press('Enter');
      await page.getByRole('combobox', { name: 'Search the data' }).waitFor({ state: 'detached' });
    },

    /** Publishes what the page asks to publish. */
    async publish(): Promise<void> {
      await page.getByRole('button', { name: 'Publish', exact: true }).click();
      await page.getByText('on', { exact: true }).first().waitFor();
    },

    /** Sends an event to the flow's own address. */
    async post(flow: string, event: unknown): Promise<void> {
      const { hooks } = await server.api<{ hooks: { url: string }[] }>('GET', `/api/flows/${flow}`);
      const headers = { 'content-type': 'application/json' };
      await fetch(hooks[0]!.url, { method: 'POST', headers, body: JSON.stringify(event) });
    },

    /** Opens the latest of so many ended runs from the list in the page, and answers it. */
    async latestRun(flow: string, count = 1): Promise<RunView> {
      const [latest] = await endedRuns(server, flow, count);
      await page.getByRole('link', { name: 'Runs', exact: true }).last().click();
      await page.getByRole('table').getByRole('link').first().click();
      await page.waitForURL(`**/runs/${latest!.id}`);
      return latest!;
    },

    /** Takes back all that was done, by the button. */
    async takeBack(): Promise<void> {
      for (let times = 0; times < 80; times += 1) {
        const undo = page.getByRole('button', { name: /^(Undo: |Nothing to undo)/ });
        await undo.waitFor();
        if (await undo.isDisabled()) return;
        await undo.click();
      }
      throw new Error('There is still something to take back.');
    },

    /** The text as it is seen beside the canvas. */
    async written(): Promise<string> {
      const views = page.getByRole('group', { name: 'Show' });
      await views.getByText('Text', { exact: true }).click();
      await page.locator('section.text .cm-line').first().waitFor();
      const lines = await page.locator('section.text .cm-line').allTextContents();
      await views.getByText('Canvas', { exact: true }).click();
      return lines.join('\n');
    },

    /** The text that the server keeps. */
    saved: async (flow: string) => (await server.api<{ source: string }>('GET', `/api/flows/${flow}`)).source,
  };
}
