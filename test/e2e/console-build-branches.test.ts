import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtByHand, seesCanvas } from '#test/support/built-by-hand.ts';
import { browser, type ConsoleUnderTest, startSignedIn } from '#test/support/console.ts';

describe.skipIf(!browser)('a choice in a loop in one of two ways, from an empty page', () => {
  let millrace: ConsoleUnderTest;
  let hand: ReturnType<typeof builtByHand>;
  beforeAll(async () => {
    millrace = await startSignedIn(seesCanvas);
    hand = builtByHand(millrace);
  });
  afterAll(() => millrace?.close());

  const sorted = (id: string, name: string) => `id: ${id}
name: "${name}"
trigger:
  use: core.webhook
steps:
  - id: together
    parallel:
      lines:
        - id: each_item
          forEach: "{{ $trigger.body.lines }}"
          as: item
          do:
            - id: route
              switch: "{{ $item.sku }}"
              cases:
                PUMP-7:
                  - id: values
                    set:
                      what: "a pump"
              default:
                - id: values_2
                  set:
                    what: "another"
      buyer:
        - id: values_3
          set:
            name: "{{ $trigger.body.customer }}"
  - id: end
    stop: succeeded
    output: "{{ $together }}"
`;
  const event = { customer: 'Li Wei', lines: [{ sku: 'PUMP-7' }, { sku: 'HOSE-2' }, { sku: 'PUMP-7' }] };

  /** Publishes, sends an event and tells what the steps of the run gave; the run is looked at on the canvas. */
  async function ran(flow: string) {
    const { page } = millrace;
    await hand.publish();
    await hand.post(flow, event);
    const { status, output } = await hand.latestRun(flow);
    for (const step of ['Together', 'Each item', 'Route'])
      await page
        .locator('.place')
        .getByRole('button', { name: new RegExp(`^${step}`) })
        .waitFor();
    return { status, output };
  }

  const expected = {
    status: 'succeeded',
    output: {
      lines: { results: [{ what: 'a pump' }, { what: 'another' }, { what: 'a pump' }] },
      buyer: { name: 'Li Wei' },
    },
  };

  test('by mouse: built, published, run, seen, and taken back to nothing', async () => {
    const { page } = millrace;
    const { side } = hand;
    const rename = async (field: string, to: string) => {
      await side.getByRole('textbox', { name: field, exact: true }).fill(to);
      await page.keyboard.press('Tab');
    };
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).fill('Sort');
    await page.getByRole('button', { name: 'Create' }).click();
    await hand.put('at the same time', 0);
    await rename('Name 1', 'lines');
    await rename('Name 2', 'buyer');
    await hand.put('for each', 1);
    await hand.insertData('For each item of', 'lines', /Body › Lines list/);
    await hand.put('choose a way', 2);
    await hand.insertData('Value to go by', 'sku', /item.*Sku/);
    await rename('Name 1', 'PUMP-7');
    await hand.put('remember', 3);
    await rename('Name 1 of Values', 'what');
    await side.getByRole('textbox', { name: 'what', exact: true }).pressSequentially('a pump');
    await hand.put('remember', 5);
    await rename('Name 1 of Values', 'what');
    await side.getByRole('textbox', { name: 'what', exact: true }).pressSequentially('another');
    await hand.put('remember', 9);
    await rename('Name 1 of Values', 'name');
    await hand.insertData('name', 'customer', /Body › Customer/);
    await page.getByRole('treeitem', { name: /^Together/ }).click();
    await hand.put('end the run');
    await hand.insertData('Result', 'together', 'Together group');
    await page.getByRole('button', { name: 'Publish…' }).click();
    expect(await ran('sort')).toEqual(expected);
    expect(await hand.saved('sort')).toBe(sorted('sort', 'Sort'));
    await page.getByRole('navigation').getByRole('link', { name: 'Flows', exact: true }).click();
    await page.getByRole('link', { name: 'Sort', exact: true }).click();
    await hand.takeBack();
    expect(await hand.written()).toBe('id: sort\nname: "Sort"\ntrigger:\n  use: core.webhook\nsteps: []\n');
  });

  test('by keyboard alone: the same flow', async () => {
    const { page } = millrace;
    const { keyboard } = page;
    /** In the field that has the focus. */
    const replace = async (text: string) => {
      await keyboard.press('ControlOrMeta+a');
      await keyboard.type(text);
      await keyboard.press('Tab');
    };
    /** A remembered value of one name, in the form that has just opened. */
    const name = async (value: string) => {
      await hand.typesInto('Name 1 of Values');
      await replace(value);
      await keyboard.press('Tab');
      await hand.typesInto(value);
    };
    await millrace.open('/?new=1');
    await page.getByLabel('Name', { exact: true }).waitFor();
    await keyboard.type('Keyed');
    await keyboard.press('Enter');
    await page.getByRole('region', { name: 'What should happen first?' }).waitFor();
    await keyboard.press('/');
    await hand.choose('at the same time');
    await hand.typesInto('Name 1');
    await replace('lines');
    await keyboard.press('Tab');
    await hand.typesInto('Name 2');
    await replace('buyer');
    await hand.command('lines');
    await hand.choose('for each');
    await hand.typesInto('For each item of');
    await hand.typeData('lines');
    await hand.command('inside');
    await hand.choose('choose a way');
    await hand.typesInto('Value to go by');
    await hand.typeData('sku');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await hand.typesInto('Name 1');
    await replace('PUMP-7');
    await hand.command('PUMP-7');
    await hand.choose('remember');
    await name('what');
    await keyboard.type('a pump');
    await hand.find('route');
    await hand.command('otherwise');
    await hand.choose('remember');
    await name('what');
    await keyboard.type('another');
    await hand.find('together');
    await hand.command('buyer');
    await hand.choose('remember');
    await name('name');
    await hand.typeData('customer');
    await hand.find('together');
    await hand.command('add a step');
    await hand.choose('end the run');
    await hand.typesInto('Result');
    await hand.typeData('together');
    await hand.command('publish');
    await page.getByRole('button', { name: 'Publish', exact: true }).waitFor();
    expect(await ran('keyed')).toEqual(expected);
    expect(await hand.saved('keyed')).toBe(sorted('keyed', 'Keyed'));
  });
});
