import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriousFindings } from '#test/support/axe.ts';
import { browser, type ConsoleUnderTest, signIn, startConsole } from '#test/support/console.ts';
import { eventually } from '#test/support/server.ts';

const source = `id: formed
name: Formed
trigger:
  use: core.schedule
  with: { cron: "0 9 * * *" } # every morning
steps:
  # Why we ask
  - id: ask
    name: Ask
    use: http.request
    with: { url: "https://example.com/{{ $trigger.localDate }}" }
  - id: check
    name: Is it many?
    if: { left: "{{ $ask.status }}", op: equals, right: 200 }
    then: []
  - id: make
    name: Make an issue
    use: jira.createIssue
    connection: jira
    with: { project: OPS, summary: Look }
  - { id: route, name: Route it, switch: "{{ $ask.body.kind }}", cases: { bug: [], task: [] } }
`;

describe.skipIf(!browser)('forms of steps in a real browser', () => {
  let millrace: ConsoleUnderTest;
  beforeAll(async () => {
    millrace = await startConsole();
    const { server, receiver } = millrace;
    const fields = { site: receiver.url, email: 'ann@example.com', apiToken: 'secret-token' };
    await server.api('PUT', '/api/connections/jira', { connector: 'jira', fields });
    await server.api('PUT', '/api/flows/formed', { source });
    await millrace.open('/');
    await signIn(millrace.page, server.token);
  });
  afterAll(() => millrace?.close());

  const inspector = () => millrace.page.getByRole('complementary');
  const look = async (step: string) => {
    await millrace.open(`/flows/formed?step=${encodeURIComponent(step)}`);
    await inspector().locator('.form').first().waitFor();
  };
  const text = () =>
    millrace.page
      .locator('section.text .cm-content')
      .evaluate((editor) => [...editor.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'));
  const becomes = (part: string) => eventually(async () => ((await text()).includes(part) ? true : undefined));

  test('an input that is typed stands in the text; one that is missing says so beside its field', async () => {
    await look('ask');
    const address = inspector().getByLabel('Address', { exact: true });
    await address.click();
    await millrace.page.keyboard.press('ControlOrMeta+a');
    await millrace.page.keyboard.type('https://example.org/new');
    await becomes('with: { url: "https://example.org/new" }');
    expect(await text()).toContain('# Why we ask');
    await millrace.page.keyboard.press('ControlOrMeta+a');
    await millrace.page.keyboard.press('Backspace');
    await inspector().locator('.field', { hasText: 'Address' }).getByRole('alert').waitFor();
    await inspector().getByLabel('Method', { exact: true }).selectOption('POST');
    await becomes('method: POST');
  });

  test('where a value comes from is said, not guessed', async () => {
    await look('make');
    await inspector().getByText('More fields (').click();
    const due = inspector().locator('.field', { hasText: 'Due' });
    await due.getByLabel('Due', { exact: true }).fill('2026-12-24');
    await becomes('dueDate: "2026-12-24"');
    await due.getByRole('button', { name: 'From data' }).click();
    await eventually(async () => (!(await text()).includes('dueDate') ? true : undefined));
    await due.getByLabel('Due', { exact: true }).click();
    await millrace.page.keyboard.insertText('{{ $trigger.localDate }}');
    await becomes('dueDate: "{{ $trigger.localDate }}');
  });

  test('a condition is built in rows, grouped and taken back', async () => {
    const { page } = millrace;
    await look('check');
    await inspector().getByLabel('How it is compared').selectOption('gte');
    await becomes('if: { left: "{{ $ask.status }}", op: gte, right: 200 }');
    // The status is known to be a number.
    const value = inspector().getByRole('textbox', { name: 'Value' });
    await value.fill('many');
    await inspector().getByText('This is no number.').waitFor();
    await value.fill('500');
    await becomes('op: gte, right: 500');
    await inspector().getByRole('button', { name: 'Add condition' }).click();
    await becomes('all:');
    await inspector().getByLabel('How it is compared').nth(1).selectOption('in');
    await inspector().getByLabel('Add to Value').fill('a');
    await page.keyboard.press('Enter');
    await page.keyboard.type('b,');
    await becomes('right: [a, b]');
    await inspector().getByRole('combobox', { name: 'It holds when' }).selectOption('none');
    await becomes('not:');
    await page.getByRole('button', { name: /^Undo/ }).click();
    await eventually(async () => (!(await text()).includes('not:') ? true : undefined));
  });

  test('a schedule is said in words, and tells its next times', async () => {
    await look('$trigger');
    await inspector()
      .locator('.sentence', { hasText: /^every day at 09:00$/ })
      .waitFor();
    await inspector().getByLabel('When', { exact: true }).selectOption('working');
    await becomes('cron: "0 9 * * 1-5"');
    expect(await text()).toContain('holidays: skip');
    expect(await text()).toContain('# every morning');
    await inspector()
      .locator('.sentence', { hasText: /^Monday to Friday at 09:00, not on holidays$/ })
      .waitFor();
    await inspector().getByRole('button', { name: 'Add a time' }).click();
    await becomes('cron: "0 9,10 * * 1-5"');
    expect(await inspector().getByRole('region', { name: 'Next times' }).getByRole('listitem').count()).toBe(5);
    await inspector().getByLabel('When', { exact: true }).selectOption('every');
    await becomes('every: "15m"');
    await inspector().getByLabel('Unit', { exact: true }).selectOption('hour');
    await becomes('every: "15h"');
  });

  test('a vendor’s choices are searched and paged by keys; what is typed counts when it refuses', async () => {
    const { page, receiver } = millrace;
    receiver.answerWith(({ path }) => {
      if (!path.startsWith('/rest/api/3/project/search')) return { status: 404, body: {} };
      const start = Number(new URL(path, 'http://x').searchParams.get('startAt'));
      const query = new URL(path, 'http://x').searchParams.get('query') ?? '';
      const values = [{ key: `P${start}`, name: `Project ${start} ${query}`.trim() }];
      return { body: { values, isLast: start > 0, startAt: start } };
    });
    await look('make');
    const project = inspector().getByRole('combobox', { name: 'Project' });
    await project.click();
    await page.getByRole('option', { name: 'Project 0' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Project 1' }).waitFor();
    await page.keyboard.press('Enter');
    await becomes('project: P1');
    await project.fill('pay');
    await page.getByRole('option', { name: 'Project 0 pay' }).click();
    await becomes('project: P0');
    receiver.answerWith(() => ({ status: 403, body: { errorMessages: ['Not for you'] } }));
    await project.fill('MINE');
    await page.getByText('What you type counts.').waitFor();
    await project.blur();
    await becomes('project: MINE');
  });

  test('what happens when a step fails is set on its own tab', async () => {
    await look('ask');
    await inspector().getByRole('button', { name: 'If it fails' }).click();
    await inspector().getByLabel('If it fails').selectOption('continue');
    await becomes('onError: continue');
    await inspector().getByLabel('Try again').selectOption('own');
    await inspector().getByLabel('Tries in all').fill('5');
    await becomes('attempts: 5');
    await inspector().getByLabel('Give up a try after', { exact: true }).fill('40');
    await becomes('timeout: 40s');
  });

  test('cases are added and renamed at their place', async () => {
    await look('route');
    await inspector().getByLabel('Name 1').fill('defect');
    await millrace.page.keyboard.press('Tab');
    await becomes('cases: { defect: [], task: [] }');
    await inspector().getByRole('button', { name: 'Add a case' }).click();
    await becomes('value: []');
  });

  test.each(['ask', 'check', '$trigger'])('assistive technologies can use the form of %s', async (step) => {
    await look(step);
    expect(await seriousFindings(millrace.page)).toEqual([]);
  });
});
