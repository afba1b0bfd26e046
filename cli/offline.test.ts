import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { millrace } from '#test/support/millrace.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-offline-'));

const good = file(
  'good.yaml',
  `id: good
name: Good
trigger: { use: core.schedule, with: { cron: "0 9 * * 1-5", timeZone: Europe/Berlin } }
steps:
  - { id: send, use: http.request, with: { method: POST, url: "https://example.com/x", body: "{{ $trigger.localDate }}" } }
`,
);
const bad = file(
  'bad.yaml',
  `id: bad\nname: Bad\ntrigger: { use: core.manual }\nsteps:\n  - { id: a, use: nowhere.go }\n`,
);

const png = file('picture.yaml', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('millrace', () => {
  it('lists its commands', async () => {
    const { code, out } = await millrace(['help']);
    expect(code).toBe(0);
    for (const name of [
      'validate',
      'compile',
      'push',
      'pull',
      'run',
      'runs',
      'show',
      'connections set',
      'tokens list',
    ]) {
      expect(out).toContain(`millrace ${name}`);
    }
  });

  it.each([
    [['frobnicate'], 'There is no command frobnicate'],
    [['validate'], 'Usage: millrace validate FILE...'],
    [['validate', '--what', 'x'], 'There is no option --what.'],
    [['validate', '--json=x', 'y'], 'The option --json is not used like this.'],
    [['runs', '--flow'], 'The option --flow is not used like this.'],
    [['runs', '--was', '--lang', 'zh'], '没有选项 --was。'],
    [['validate', join(folder, 'missing.yaml')], 'missing.yaml cannot be read: there is no such file or folder'],
    [['push', join(folder, 'nothing')], 'cannot be read'],
    [['push', png], 'picture.yaml is not text in UTF-8. Save it as UTF-8, or name another file.'],
    [['show'], 'Usage: millrace show RUN'],
    [['show', 'r1', '--from', '2'], 'Usage: millrace show RUN [--rounds LOOP]'],
    [['show', 'r1', '--rounds', 'lines', '--from', '0'], '--from 0 is not the number of a round'],
    [['tokens', 'create', 'x', '--role', 'king'], 'Usage: millrace tokens create'],
    [['runs', '--status', 'odd'], 'There is no run status odd'],
    [['runs', '--limit', 'many'], '--limit many is not a whole number'],
    [['connections', 'set', 'x', '--connector', 'http', 'novalue'], 'novalue is not of the form FIELD=VALUE'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, out, err } = await millrace(args, { environment: { MILLRACE_TOKEN: 'x' } });
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/at .*\.ts:\d+/);
  });

  it('says where a server and a token would come from', async () => {
    expect((await millrace(['runs'], { folder })).err).toContain('set MILLRACE_TOKEN');
    const environment = { MILLRACE_TOKEN: 'x', MILLRACE_URL: 'http://127.0.0.1:9' };
    expect((await millrace(['runs'], { environment })).err).toContain('No server answers at http://127.0.0.1:9');
    const { code, json } = await millrace(['runs', '--json'], { environment });
    expect(code).toBe(1);
    expect(json().error).toMatchObject({ code: 'noServer', message: expect.any(String) });
  });

  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, [], '没有命令 frobnicate'],
    [{ LC_ALL: 'zh_TW.UTF-8', LANG: 'en_US.UTF-8' }, [], '没有命令 frobnicate'],
    [{ LANG: 'de_DE.UTF-8' }, [], 'There is no command'],
    [{ LANG: 'en_US.UTF-8' }, ['--lang', 'zh'], '没有命令 frobnicate'],
    [{ LANG: 'zh_CN.UTF-8' }, ['--lang=en'], 'There is no command'],
  ])('speaks the language of %j %j', async (environment, options, sentence) => {
    expect((await millrace(['frobnicate', ...options], { environment })).err).toContain(sentence);
  });
});

describe('millrace validate', () => {
  it('is quiet about a good flow', async () => {
    expect(await millrace(['validate', good])).toMatchObject({ code: 0, out: `${good}: valid\n`, err: '' });
  });

  it('tells file, line, column, code, message and what to do', async () => {
    const { code, out } = await millrace(['validate', good, bad]);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`^${bad}:5:\\d+ error \\w+ .*nowhere.*\\n {4}\\S`, 'm'));
  });

  it('prints the same as JSON, in Chinese too', async () => {
    const { code, json } = await millrace(['validate', bad, '--json', '--lang', 'zh']);
    expect(code).toBe(1);
    const [found] = json().files;
    expect(json().ok).toBe(false);
    expect(found).toMatchObject({ file: bad, ok: false });
    expect(found.findings[0]).toMatchObject({ severity: 'error', position: { line: 5 } });
    expect(found.findings[0].message).toMatch(/[\u4e00-\u9fff]/);
  });
});

describe('millrace compile', () => {
  it.each([[['--json']], [[]]])(
    'prints definition, subscriptions, schedules and cost as JSON (%j)',
    async (options) => {
      const { code, json } = await millrace(['compile', good, ...options]);
      expect(code).toBe(0);
      expect(json()).toMatchObject({
        flow: 'good',
        definition: { QueryLanguage: 'JSONata', States: expect.any(Object) },
        subscriptions: [{ type: 'core.schedule' }],
        schedules: [{ expression: expect.stringContaining('cron('), timeZone: 'Europe/Berlin' }],
        cost: { typical: expect.any(Number) },
      });
    },
  );

  it('prints findings instead when there are errors', async () => {
    const { code, out } = await millrace(['compile', bad]);
    expect(code).toBe(1);
    expect(out).toContain('nowhere');
  });
});
