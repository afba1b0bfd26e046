import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatformForTest } from '#test/support/platform.ts';

let millrace: Awaited<ReturnType<typeof startPlatformForTest>>;
beforeAll(async () => {
  millrace = await startPlatformForTest();
}, 30_000);
afterAll(() => millrace.stop());

const api = (method: string, url: string, body?: Parameters<typeof millrace.api>[2]) => millrace.api(method, url, body);

/** Over the latest revision. */
async function save(id: string, source: string) {
  const revision = (await api('GET', `/api/flows/${id}`)).body.revision ?? 0;
  return api('PUT', `/api/flows/${id}`, { source, revision });
}
const publish = (id: string) => api('POST', `/api/flows/${id}/publish`, {});

describe('a schedule', () => {
  const scheduled = (id: string, when: string) => `id: ${id}
name: ${id}
trigger: { use: core.schedule, with: ${when} }
steps: []
`;

  it('is shown before it fires, holidays marked', async () => {
    const settings = { timeZone: 'Europe/Berlin', holidays: ['2026-12-25'], env: {}, revision: 0 };
    expect((await api('PUT', '/api/settings', settings)).status).toBe(200);
    await save('daily', scheduled('daily', '{ cron: "0 9 * * *", holidays: skip }'));
    const { body } = await publish('daily');
    expect(body.next).toHaveLength(5);
    const { items } = (await api('GET', '/api/upcoming?days=2')).body;
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      flow: 'daily',
      timeZone: 'Europe/Berlin',
      expression: 'cron(0 9 * * ? *)',
      skipsHolidays: true,
    });
    await api('POST', '/api/flows/daily/pause');
    expect((await api('GET', '/api/upcoming')).body.items).toEqual([]);
    await api('DELETE', '/api/flows/daily');
  });

  it('announces no firing on a holiday that is skipped, and names its zone', async () => {
    const { body } = await api('GET', '/api/settings');
    await save('skips', scheduled('skips', '{ cron: "0 9 * * *", timeZone: Asia/Tokyo, holidays: skip }'));
    const [first, second] = (await publish('skips')).body.next as [string, string];
    // At nine in Tokyo the day is that of UTC.
    const saved = await api('PUT', '/api/settings', { ...body, holidays: [first.slice(0, 10)] });
    expect((await publish('skips')).body).toMatchObject({ timeZone: 'Asia/Tokyo' });
    expect((await publish('skips')).body.next[0]).toBe(second);
    expect((await api('GET', '/api/flows/skips')).body.next[0]).toBe(second);
    await api('PUT', '/api/settings', { ...body, revision: saved.body.revision });
    await api('DELETE', '/api/flows/skips');
  });

  it('announces no firing that its condition turns away', async () => {
    const source = scheduled('weekly', '{ cron: "0 9 * * *", timeZone: Asia/Tokyo }');
    const when = 'when: { left: "{{ $isWorkingDay($trigger.scheduledAt) }}", op: isTrue } }';
    await save('weekly', source.replace('timeZone: Asia/Tokyo } }', `timeZone: Asia/Tokyo }, ${when}`));
    const { next } = (await publish('weekly')).body as { next: string[] };
    expect(next).toHaveLength(5);
    expect(next.filter((at) => [0, 6].includes(new Date(at).getUTCDay()))).toEqual([]);
    const { items } = (await api('GET', '/api/upcoming?days=7')).body;
    expect(items.filter(({ skipped }: { skipped?: string }) => skipped === 'condition')).toHaveLength(2);
    await api('DELETE', '/api/flows/weekly');
  });

  it("follows the workspace's time zone unless it has its own", async () => {
    const revision = (await api('GET', '/api/settings')).body.revision;
    await save('follows', scheduled('follows', '{ cron: "0 9 * * *" }'));
    await save('stays', scheduled('stays', '{ cron: "0 9 * * *", timeZone: Asia/Tokyo }'));
    for (const id of ['follows', 'stays']) await publish(id);
    await save('follows', scheduled('follows', '{ cron: "0 17 * * *" }'));
    const settings = { timeZone: 'Asia/Shanghai', holidays: [], env: {}, revision };
    expect((await api('PUT', '/api/settings', settings)).status).toBe(200);
    const { items } = (await api('GET', '/api/upcoming?days=1')).body;
    expect(items.map((item: { flow: string; at: string }) => `${item.flow} ${item.at.slice(11, 16)}`).sort()).toEqual([
      'follows 01:00',
      'stays 00:00',
    ]);
    expect((await api('GET', '/api/flows/follows')).body).toMatchObject({ version: 2, changed: true });
    expect((await api('GET', '/api/flows/stays')).body).toMatchObject({ version: 1 });
    for (const id of ['follows', 'stays']) await api('DELETE', `/api/flows/${id}`);
  });

  it('a flow that asks for working days follows the days off, one that does not stays as it is', async () => {
    const asks = (id: string, set: string) =>
      `id: ${id}\nname: ${id}\ntrigger: { use: core.webhook }\nsteps:\n  - { id: v, set: { d: "{{ ${set} }}" } }\n`;
    await save('works', asks('works', '$addWorkingDays($run.startedAt, 1)'));
    await save('shows', asks('shows', "$inZone($run.startedAt, 'Asia/Tokyo')"));
    await save('adds', asks('adds', '$addDays($run.startedAt, 1)'));
    for (const id of ['works', 'shows', 'adds']) expect((await publish(id)).status).toBe(200);
    const versions = async () => {
      const answers = await Promise.all(['works', 'shows', 'adds'].map((id) => api('GET', `/api/flows/${id}`)));
      return answers.map(({ body }) => body.version);
    };
    const { body } = await api('GET', '/api/settings');
    const saved = await api('PUT', '/api/settings', { ...body, holidays: ['2026-10-01'], makeUpDays: ['2026-10-10'] });
    expect(saved.body).toMatchObject({ holidays: ['2026-10-01'], makeUpDays: ['2026-10-10'] });
    expect(await versions()).toEqual([2, 1, 1]);
    // Who does not know of them keeps them.
    const { makeUpDays: _, ...known } = saved.body;
    expect((await api('PUT', '/api/settings', known)).body.makeUpDays).toEqual(['2026-10-10']);
    expect(await versions()).toEqual([2, 1, 1]);
    const latest = (await api('GET', '/api/settings')).body;
    await api('PUT', '/api/settings', { ...latest, timeZone: 'America/New_York' });
    expect(await versions()).toEqual([3, 1, 2]);
    const both = { ...latest, revision: latest.revision + 1, makeUpDays: ['2026-10-01'] };
    expect((await api('PUT', '/api/settings', both)).body.error).toMatchObject({
      code: 'dayTwice',
      field: 'body.makeUpDays',
    });
    for (const id of ['works', 'shows', 'adds']) await api('DELETE', `/api/flows/${id}`);
  });

  it('at a rate keeps its rhythm when the flow is published again', async () => {
    await save('rate', scheduled('rate', '{ every: 2h }'));
    const first = (await publish('rate')).body.next;
    await save('rate', scheduled('rate', '{ every: 2h }').replace('name: rate', 'name: Rate'));
    expect((await publish('rate')).body.next).toEqual(first);
    await save('rate', scheduled('rate', '{ every: 1h }'));
    expect((await publish('rate')).body.next[0] < first[0]).toBe(true);
    await api('DELETE', '/api/flows/rate');
  });
});
