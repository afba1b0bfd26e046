import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';

const child = join(import.meta.dirname, '../../../test/support/step-functions-child.ts');

let folder: string;
let running: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-functions-crash-'));
});

afterEach(async () => {
  await end('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Line {
  ready?: number;
  accepted?: number;
  type?: 'STANDARD' | 'EXPRESS';
  refused?: number;
  error?: string;
  ended?: string;
  status?: string;
  output?: string;
  effect?: { n: number };
  report?: string;
  done?: number;
  stopped?: string[];
}

function lines(): Line[] {
  const log = join(folder, 'log');
  if (!existsSync(log)) return [];
  const text = readFileSync(log, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const begin = Date.now(); !holds(); await sleep(20)) {
    if (Date.now() - begin > 40_000) throw new Error(`${what}: not within 40 seconds`);
    if (running?.exitCode != null) throw new Error(`${what}: the process ended with ${running.exitCode}`);
  }
}

/** Starts the server; `kilobytes` is the largest file it may write. */
async function begin(first: number, count: number, kilobytes?: number): Promise<void> {
  const command = [process.execPath, child, join(folder, 'data.db'), join(folder, 'log'), String(first), String(count)];
  running =
    kilobytes === undefined
      ? spawn(command[0]!, command.slice(1), { stdio: 'inherit' })
      : spawn('bash', ['-c', `trap '' XFSZ; ulimit -f ${kilobytes}; exec "$@"`, 'bash', ...command], {
          stdio: 'inherit',
        });
  const { pid } = running;
  await until('ready', () => lines().some(({ ready }) => ready === pid));
}

async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!running || running.exitCode !== null || running.signalCode !== null) return;
  const exited = new Promise((resolve) => running!.once('exit', resolve));
  running.kill(signal);
  await exited;
  running = undefined;
}

/** What the execution of a number answers, whatever happened on the way. */
function model(n: number): object {
  const answer = ['paused', 'after 2', 15 * n, 'left+right'][n % 4];
  return { n, answer, same: true };
}

/** Waits until all that was accepted has ended, stops cleanly, and compares every end with the model. */
async function checkAll(): Promise<number> {
  const accepted = lines().filter((line) => line.accepted !== undefined);
  const ends = () => {
    const found = new Map<number, Set<string>>();
    for (const { ended, status, output, effect } of lines()) {
      const n = effect ? effect.n : ended === undefined ? undefined : Number(ended.slice(1));
      if (n === undefined) continue;
      const result = effect ? JSON.stringify(effect) : `${status === 'SUCCEEDED' ? '' : status}${output}`;
      found.set(n, (found.get(n) ?? new Set()).add(result));
    }
    return found;
  };
  await until('all have ended', () => {
    const found = ends();
    return accepted.every((line) => found.has(line.accepted!));
  });
  await end('SIGTERM');
  for (const [n, results] of ends()) expect([...results].map((result) => JSON.parse(result))).toEqual([model(n)]);
  expect(lines().at(-1)).toEqual({ stopped: [] });
  return accepted.length;
}

test('killed at any moment, every accepted execution ends once and as it should', { timeout: 120_000 }, async () => {
  for (let kill = 0; kill < 6; kill++) {
    await begin(kill * 10_000, 400);
    await sleep(Math.random() * 400);
    await end('SIGKILL');
  }
  await begin(80_000, 100);
  await until('all have been started', () => lines().some(({ done }) => done === 80_100));
  expect(await checkAll()).toBeGreaterThan(100);
  expect(lines().filter(({ report }) => report)).toEqual([]);
});

test('a full disk refuses at the door and loses nothing that was accepted', { timeout: 120_000 }, async () => {
  await begin(0, 1000, 1500);
  await until('all have been started', () => lines().some(({ done }) => done === 1000));
  const refused = lines().filter((line) => line.refused !== undefined);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(({ error }) => error))).toEqual(new Set(['ServiceUnavailable']));
  expect(lines().some(({ report }) => report?.includes('could not be written'))).toBe(true);
  await end('SIGKILL');
  await begin(10_000, 10);
  await until('all have been started', () => lines().some(({ done }) => done === 10_010));
  expect(await checkAll()).toBeGreaterThan(10);
});
