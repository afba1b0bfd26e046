import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtByHand, seesCanvas } from '#test/support/built-by-hand.ts';
import { browser, type ConsoleUnderTest, startSignedIn } from '#test/support/console.ts';

describe.skipIf(!browser)('a flow from an empty page, without a line of text', () => {
  let millrace: ConsoleUnderTest;
  let hand: ReturnType<typeof builtByHand>;
  beforeAll(async () => {
    millrace = await startSignedIn(seesCanvas);
    hand = builtByHand(millrace);
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

  /** Publishes, sends an event and reads what the run that is seen answered. */
  async function answered(flow: string): Promise<unknown> {
    const { page } = millrace;
    await hand.publish();
    await hand.post(flow, { name: 'Li Wei' });
    const run = await hand.latestRun(flow);
    await page
      .getByRole('button', { name: /Values/ })
      .first()
      .waitFor();
    return run.output;
  }

  test('by mouse: built, published, run, seen, and taken back to nothing', async () => {
    const { page } = millrace;
    const { side } = hand;
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Hello');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Remember values' }).click();
    await side.getByRole('textbox', { name: 'Name 1 of Values' }).fill('text');
    await side.getByRole('textbox', { name: 'Name', exact: true }).click();
    await side.getByRole('textbox', { name: 'text', exact: true }).pressSequentially('Hello ');
    await hand.insertData('text', 'name', /Body.*name/i);
    await side.getByText('Body › Name').waitFor();
    await hand.put('End the run');
    await page.getByRole('complementary', { name: 'Settings of “End”' }).waitFor();
    await hand.insertData('Result', '', /^Text/);
    await side.getByText('Values').first().waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    expect(await answered('hello')).toBe('Hello Li Wei');
    expect(await hand.saved('hello')).toBe(greeting('hello', 'Hello'));
    await page.getByRole('navigation').getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Hello', exact: true }).click();
    await hand.takeBack();
    expect(await hand.written()).toBe('id: hello\nname: "Hello"\ntrigger:\n  use: core.webhook\nsteps: []\n');
  });

  test('by keyboard alone: the same flow', async () => {
    const { page } = millrace;
    const { keyboard } = page;
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).waitFor();
    await keyboard.type('Keys');
    await keyboard.press('Enter');
    await page.getByRole('region', { name: 'What should happen first?' }).waitFor();
    await keyboard.press('/');
    await keyboard.type('remember');
    await keyboard.press('Enter');
    await hand.typesInto('Name 1 of Values');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('text');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await hand.typesInto('text');
    await keyboard.type('Hello ');
    await hand.typeData('name');
    await page.getByRole('complementary').getByText('Body › Name').waitFor();
    await hand.command('add a step');
    await keyboard.type('end the');
    await keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Settings of “End”' }).waitFor();
    await hand.typesInto('Result');
    await hand.typeData('text');
    await page.getByRole('complementary').getByText('Values').first().waitFor();
    await hand.command('publish');
    await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
    expect(await answered('keys')).toBe('Hello Li Wei');
    expect(await hand.saved('keys')).toBe(greeting('keys', 'Keys'));
  });
});
