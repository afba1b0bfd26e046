import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { millrace } from '#test/support/millrace.ts';
import { startReceiver } from '#test/support/receiver.ts';
import { startServer, type TestServer } from '#test/support/server.ts';

let server: TestServer;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'));

beforeAll(async () => {
  receiver = await startReceiver();
  server = await startServer({ environment: { MILLRACE_ALLOW_ADDRESSES: receiver.host } });
});
afterAll(async () => {
  await server?.stop();
  await receiver?.close();
});

const run = (args: string[], options: { environment?: Record<string, string>; input?: string } = {}) =>
  millrace(args, {
    ...options,
    environment: { MILLRACE_URL: server.url, MILLRACE_DATA: server.data, ...options.environment },
  });

it('ends quietly when nobody reads on', () => {
  const command = join(import.meta.dirname, '../../cli/millrace.mjs');
  const piped = ['-o', 'pipefail', '-c', '"$0" "$1" --help | true', process.execPath, command];
  const { status, stderr } = spawnSync('bash', piped, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

function flow(id: string, extra = ''): string {
  const file = join(folder, `${id}.yaml`);
  writeFileSync(
    file,
    `id: ${id}
name: ${id}
trigger: { use: core.webhook }
steps:
  - { id: send, use: http.request, with: { method: POST, url: "${receiver.url}/${id}", body: "{{ $trigger.body.text }}${extra}" } }
`,
  );
  return file;
}

describe('millrace push', () => {
  it('creates, then changes nothing, then updates; publishing prints version and address', async () => {
    const file = flow('pushed');
    const first = await run(['push', file, '--publish', '--json']);
    expect(first.code).toBe(0);
    expect(first.json()).toMatchObject({
      id: 'pushed',
      version: 1,
      saved: 'created',
      changed: true,
      hooks: [{ trigger: 'core.webhook', url: expect.stringMatching(`^${server.url}/hooks/`) }],
    });
    const again = await run(['push', file, '--publish', '--json']);
    expect(again.json()).toMatchObject({ version: 1, saved: 'unchanged', changed: false, hooks: first.json().hooks });
    const changed = await run(['push', flow('pushed', '!'), '--publish']);
    expect(changed).toMatchObject({ code: 0, err: '' });
    expect(changed.out).toContain('pushed: updated (revision 2)');
    expect(changed.out).toContain('pushed: published as version 2');
    expect((await run(['push', file, '--lang', 'zh'])).out).toBe('pushed：无变化（修订 2）\n');
  });

  it('saves a flow whose connection is missing, and fails to publish it', async () => {
    const file = join(folder, 'unconnected.yaml');
    const step = '{ id: send, use: slack.sendWebhookMessage, connection: nowhere, with: { text: hello } }';
    writeFileSync(file, `id: unconnected\nname: U\ntrigger: { use: core.manual }\nsteps:\n  - ${step}\n`);
    expect((await run(['push', file])).code).toBe(0);
    const { code, out } = await run(['push', file, '--publish']);
    expect(code).toBe(1);
    expect(out).toMatch(/unconnected\.yaml:5:\d+ error \w+ .*nowhere/);
    const json = await run(['push', file, '--publish', '--json']);
    expect(json.code).toBe(1);
    expect(json.json()).toMatchObject({ id: 'unconnected', saved: 'unchanged', error: { code: 'flowHasErrors' } });
    expect((await server.api<{ state: string }>('GET', '/api/flows/unconnected')).state).toBe('draft');
  });

  it('takes a folder, and pull writes it back', async () => {
    const from = join(folder, 'many');
    mkdirSync(from);
    for (const id of ['one', 'two']) writeFileSync(join(from, `${id}.yaml`), readFileSync(flow(`many-${id}`)));
    const pushed = await run(['push', from, '--json']);
    expect(pushed.json().flows.map(({ id }: { id: string }) => id)).toEqual(['many-one', 'many-two']);
    writeFileSync(join(from, 'notes.yaml'), 'title: no flow at all\n');
    const again = await run(['push', from]);
    expect(again.code).toBe(1);
    expect(again.out).toContain('notes.yaml holds no flow that could be saved.');
    expect(again.out).toContain('many-two: unchanged (revision 1)');
    const to = join(folder, 'pulled');
    expect((await run(['pull', to])).out).toContain('many-one.yaml: written');
    expect(readFileSync(join(to, 'many-one.yaml'), 'utf8')).toBe(readFileSync(join(from, 'one.yaml'), 'utf8'));
    const pulled = await run(['pull', to, '--json']);
    expect(pulled.json().flows.filter(({ changed }: { changed: boolean }) => changed)).toEqual([]);
  });
});

describe('millrace push and pull', () => {
  const theirs = (text: string) =>
    `id: shared\nname: Theirs\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: 1 } }]\n# ${text}\n`;

  it('overwrite nothing that somebody else wrote, unless told', async () => {
    await server.api('PUT', '/api/flows/shared', { source: theirs('one') });
    const refused = await run(['push', flow('shared')]);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('there is a flow shared already');
    expect(refused.out).toContain('or choose another id');
    expect((await run(['push', flow('shared'), '--json'])).json()).toMatchObject({
      id: 'shared',
      error: { code: 'flowExists' },
    });
    expect((await server.api<{ source: string }>('GET', '/api/flows/shared')).source).toBe(theirs('one'));

    const mine = join(folder, 'mine');
    expect((await run(['pull', mine])).code).toBe(0);
    const file = join(mine, 'shared.yaml');
    writeFileSync(file, theirs('mine'));
    expect((await run(['push', file])).out).toBe('shared: updated (revision 2)\n');
    await server.api('PUT', '/api/flows/shared', { source: theirs('two'), revision: 2 });
    writeFileSync(file, theirs('mine again'));
    expect((await run(['push', file])).code).toBe(1);

    const pulled = await run(['pull', mine]);
    expect(pulled.code).toBe(1);
    expect(pulled.out).toContain('shared.yaml: left alone');
    expect(readFileSync(file, 'utf8')).toBe(theirs('mine again'));
    expect((await run(['push', file, '--over'])).out).toBe('shared: updated (revision 4)\n');
    await server.api('PUT', '/api/flows/shared', { source: theirs('three'), revision: 4 });
    expect((await run(['pull', mine])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(theirs('three'));
  });

  it('let no file of a folder take the place of another', async () => {
    const twins = join(folder, 'twins');
    mkdirSync(twins);
    writeFileSync(
      join(twins, 'a.yaml'),
      'id: twin\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: 1 } }]\n',
    );
    writeFileSync(
      join(twins, 'b.yaml'),
      'id: twin\ntrigger: { use: core.manual }\nsteps: [{ id: a, set: { b: 2 } }]\n',
    );
    const refused = await run(['push', twins, '--publish']);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('a.yaml and');
    expect(refused.err).toContain('hold the same flow twin: give one of them another id. Nothing was saved.');
    expect((await run(['push', twins, '--lang', 'zh'])).err).toContain('是同一个流程 twin');
    await expect(server.api('GET', '/api/flows/twin')).rejects.toThrow('404');
  });
});

describe('millrace run, runs and show', () => {
  it('finds the server of the data folder without a variable for its address', async () => {
    const { code, err } = await run(['runs'], { environment: { MILLRACE_URL: '' } });
    expect([code, err]).toEqual([0, '']);
  });

  it('says how many rounds a loop has and which failed, and shows them', async () => {
    const file = join(folder, 'long.yaml');
    writeFileSync(
      file,
      `id: long
name: long
trigger: { use: core.manual }
steps:
  - id: lines
    forEach: "{{ [1..60] }}"
    onItemError: continue
    do: [{ id: odd, if: { left: "{{ $item % 25 }}", op: equals, right: 0 }, then: [{ id: no, use: http.request, with: { url: "http://10.0.0.1/" } }] }]
`,
    );
    expect((await run(['push', file, '--publish'])).code).toBe(0);
    const { id } = (await run(['run', 'long', '--wait', '--json'])).json();
    const { out } = await run(['show', id]);
    expect(out).toContain('lines: 60 rounds, 2 failed, 20 shown\n  failed: 25, 50\n');
    expect(out).toContain(`millrace show ${id} --rounds 'lines' --from 25\n`);
    const rounds = await run(['show', id, '--rounds', 'lines', '--from', '25']);
    expect(rounds.out).toMatch(/^ {2}lines\[24\]\/odd/);
    expect(rounds.out).toContain("--rounds 'lines' --from 45\n");
  });

  it('print a run in the shape others rely on', async () => {
    await run(['push', flow('ran'), '--publish']);
    const input = join(folder, 'input.json');
    writeFileSync(input, '{"body":{"text":"from a file"}}');
    const { code, json } = await run(['run', 'ran', '--input', input, '--wait', '--json']);
    expect(code).toBe(0);
    const done = json();
    expect(done).toMatchObject({
      id: expect.stringMatching(/^r[0-9a-f]{40}$/),
      flow: 'ran',
      version: 1,
      status: 'succeeded',
      startedAt: expect.any(String),
      endedAt: expect.any(String),
      steps: [
        {
          id: 'send',
          path: 'send',
          status: 'succeeded',
          attempts: 1,
          input: { body: 'from a file' },
          output: { status: 200 },
          startedAt: expect.any(String),
          endedAt: expect.any(String),
        },
      ],
    });
    expect(receiver.received.at(-1)).toMatchObject({ path: '/ran', text: 'from a file' });
    expect((await run(['show', done.id, '--json'])).json()).toEqual(done);
    const shown = await run(['show', done.id]);
    expect(shown.out).toMatch(/^r[0-9a-f]{40} {2}succeeded\n/);
    const listed = await run(['runs', '--flow', 'ran', '--status', 'succeeded', '--limit', '1', '--json']);
    expect(listed.json().runs).toMatchObject([{ id: done.id }]);
  });

  it('lists how many calls failed in a run that went on', async () => {
    receiver.answerWith(() => ({ status: 404 }));
    const file = flow('went-on');
    writeFileSync(file, readFileSync(file, 'utf8').replace('id: send,', 'id: send, onError: continue,'));
    await run(['push', file, '--publish']);
    expect((await run(['run', 'went-on', '--wait'])).code).toBe(0);
    expect((await run(['runs', '--flow', 'went-on'])).out).toMatch(/succeeded .* went on after failed calls: 1\n$/);
    receiver.answerWith(() => ({}));
  });

  it('fails when the run fails, and reads input from a pipe', async () => {
    receiver.answerWith(({ path }) => ({ status: path === '/fails' ? 404 : 200 }));
    await run(['push', flow('fails'), '--publish']);
    const { code, out } = await run(['run', 'fails', '--wait', '--input', '-'], { input: '{"body":{"text":"x"}}' });
    expect(code).toBe(1);
    expect(out).toMatch(/send +failed +NotFound: /);
    receiver.answerWith(() => ({}));
    const before = receiver.received.length;
    const asked = await run(['rerun', '--flow', 'fails']);
    expect(asked.code).toBe(1);
    expect(asked.out).toContain('Runs that would start once more, each with its own event: 1.');
    expect(asked.out).toContain('  fails: 1; it does again: send');
    const wouldStart = { wouldStart: 1, flows: [{ flow: 'fails', count: 1, steps: ['send'] }] };
    expect((await run(['rerun', '--flow', 'fails', '--json'])).json()).toEqual(wouldStart);
    expect(receiver.received).toHaveLength(before);
    expect((await run(['rerun', '--flow', 'fails', '--yes'])).out).toBe('Runs started again: 1; skipped: 0\n');
    expect((await run(['rerun', '--flow', 'fails', '--yes', '--json'])).json()).toEqual({ count: 0, skipped: 1 });
    expect((await run(['rerun', '--status', 'running'])).err).toContain('--status');
    for (const line of [['runs'], ['rerun'], ['rerun', '--yes']]) {
      const unknown = await run([...line, '--flow', 'fials']);
      expect([unknown.code, unknown.err]).toEqual([1, 'There is no flow fials. Is fails meant?\n']);
    }
    expect((await run(['run', 'fails', '--input', '-'], { input: '{' })).err).toContain('holds no valid JSON');
    expect((await run(['run', 'nothing'])).err).toContain('There is no flow nothing.');
  });
});

describe('millrace connections', () => {
  it('takes secrets from the line, a variable or a pipe, and never prints them', async () => {
    const fields = ['--connector', 'http', 'scheme=bearer', `baseUrl=${receiver.url}`];
    const set = await run(['connections', 'set', 'api', ...fields, '--from-env', 'secret=HIDDEN', '--json'], {
      environment: { HIDDEN: 'secret-of-a-variable' },
    });
    expect(set.code).toBe(0);
    expect(set.json()).toMatchObject({ name: 'api', connector: 'http', fields: { secret: { secret: true } } });
    const piped = await run(['connections', 'set', 'api', '--from-stdin', 'secret'], { input: 'secret-of-a-pipe\n' });
    expect(piped).toMatchObject({ code: 0, out: 'api: saved (http)\n' });
    const again = await run(['connections', 'set', 'api', ...fields, 'secret=another-secret']);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('There is a connection api of http already') });
    const listed = await run(['connections', 'list', '--json']);
    expect(listed.out).not.toContain('secret-of');
    expect(listed.json().connections).toMatchObject([{ name: 'api' }]);

    const source = flow('uses').replace('.yaml', '-api.yaml');
    const step = '{ id: call, use: http.request, connection: api, with: { url: /hello } }';
    writeFileSync(source, `id: uses\nname: Uses\ntrigger: { use: core.manual }\nsteps:\n  - ${step}\n`);
    await run(['push', source, '--publish']);
    expect((await run(['run', 'uses', '--wait'])).code).toBe(0);
    expect(receiver.received.at(-1)?.headers.authorization).toBe('Bearer secret-of-a-pipe');
  });

  it.each([
    [['set', 'new', 'a=b'], 'The connection new is new'],
    [['set', 'new', '--connector', 'odd', 'a=b'], 'There is no connector odd.'],
    [['set', 'new', '--connector', 'slack', '--from-env', 'url=NOT_SET'], 'The variable NOT_SET'],
    [['test', 'nothing'], 'There is no connection nothing.'],
  ])('refuses %j', async (args, sentence) => {
    const { code, err } = await run(['connections', ...args]);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  });
});

describe('millrace tokens and admin', () => {
  it('make a token that works until it is revoked', async () => {
    const made = (await run(['tokens', 'create', 'ci', '--role', 'viewer', '--json'])).json();
    const environment = { MILLRACE_TOKEN: made.token };
    expect((await run(['runs'], { environment })).code).toBe(0);
    expect((await run(['push', flow('ran', '?')], { environment })).err).toContain('Your role viewer may not do this');
    expect((await run(['tokens', 'list'])).out).toContain(`${made.id}  ci`);
    expect((await run(['tokens', 'revoke', made.id])).code).toBe(0);
    expect((await run(['runs'], { environment })).err).toContain('You are not signed in.');
  });

  it('give the administrator a new password', async () => {
    const { password } = (await run(['admin', 'reset-password', '--json'])).json();
    const answer = await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password }),
    });
    expect(answer.status).toBe(200);
  });

  it('show no dead letters where there are none', async () => {
    expect(await run(['deadletters', 'list'])).toMatchObject({ code: 0, out: 'There are no dead letters.\n' });
  });
});
