import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';

const root = join(import.meta.dirname, '../..');
/** Makes this Node look like an older one to what asks `process.versions`. */
const olderNode = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`;

describe('the lock file', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const packages: Record<string, LockedPackage> = lock.packages;
  const manifest: LockedPackage = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  test('says what package.json says', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });

  test('holds the binaries of every platform, so that npm ci takes it', () => {
    const platformPackage = /(android|darwin|freebsd|linux|win32|aix|netbsd|openbsd|openharmony|sunos)/;
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => platformPackage.test(name))
        .filter((name) => !packages[`${path}/node_modules/${name}`] && !packages[`node_modules/${name}`])
        .map((name) => `${name} for ${path}`),
    );
    expect(missing).toEqual([]);
  });

  test('names no host', () => {
    expect(Object.entries(packages).filter(([, each]) => each.resolved !== undefined)).toEqual([]);
  });
});

interface LockedPackage {
  resolved?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

describe('an install for a server', () => {
  const { path: scratch, remove } = scratchFolder();
  let folder: string;

  beforeAll(() => {
    folder = join(scratch, 'millrace');
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
    for (const file of files.trim().split('\n')) cpSync(join(root, file), join(folder, file));
    execFileSync('cp', ['-a', join(root, 'node_modules'), join(folder, 'node_modules')]);
    execFileSync('npm', ['run', 'build'], { cwd: folder, stdio: 'ignore' });
    execFileSync('npm', ['prune', '--omit=dev', '--offline'], { cwd: folder, stdio: 'ignore' });
  });
  afterAll(remove);

  function startOnce(environment: Record<string, string> = {}, options: string[] = []) {
    return spawnSync(process.execPath, [...options, 'infra/local/start.mjs'], {
      cwd: folder,
      env: {
        ...process.env,
        LC_ALL: 'C.UTF-8',
        MILLRACE_DATA: join(scratch, 'data'),
        MILLRACE_PORT: '0',
        ...environment,
      },
      encoding: 'utf8',
      timeout: 60_000,
    });
  }

  async function servedPage(options: string[]): Promise<string> {
    const server = spawn(process.execPath, [...options, 'infra/local/start.mjs'], {
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8', MILLRACE_DATA: join(scratch, 'data'), MILLRACE_PORT: '0' },
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let output = '';
        const read = (chunk: Buffer) => {
          output += chunk.toString();
          const found = /ready: (http\S+)/.exec(output)?.[1];
          if (found) resolve(found);
        };
        server.stdout.on('data', read);
        server.stderr.on('data', read);
        server.once('exit', () => reject(new Error(output)));
      });
      return await (await fetch(url)).text();
    } finally {
      server.kill();
      await new Promise((resolve) => server.once('exit', resolve));
    }
  }

  test('has no development dependencies and serves the console', async () => {
    expect(() => createRequire(join(folder, 'package.json')).resolve('vite')).toThrow();
    expect(await servedPage([])).toContain('<script type="module"');
  });

  test('runs with the Node of package.json where the machine has an older one', async () => {
    expect(await servedPage(['--import', olderNode])).toContain('<script type="module"');
  });

  test('says what to do where no Node is new enough, in the language of the terminal', () => {
    rmSync(join(folder, 'node_modules/node'), { recursive: true });
    const refused = startOnce({}, ['--import', olderNode]);
    expect(refused.status).toBe(1);
    expect(refused.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/needs Node 24 or newer; this is 20\.19\.0/),
    ]);
    expect(startOnce({ LC_ALL: 'zh_CN.UTF-8' }, ['--import', olderNode]).stderr).toContain('需要 Node 24');
  });

  test('says what to do where the console was not built', () => {
    rmSync(join(folder, 'console/dist'), { recursive: true });
    const refused = startOnce();
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('npm run build');
  });
});
