import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultPlan } from './fault-plan.ts';

const root = join(import.meta.dirname, '../..');

export interface TestServer {
  url: string;
  token: string;
  data: string;
  /** Everything the server printed. */
  output: () => string;
  process: ChildProcess;
  /** Calls the API with the token; throws with the answer's text when the status is not below 400. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

interface ServerOptions {
  data?: string;
  port?: number;
  environment?: Record<string, string>;
  /** The longest file that it may write, in kilobytes: a disk that is full. */
  longestFile?: number;
}

/** Starts the real server as its own process, in a data folder of its own unless one is given, and waits until it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'millrace-test-'));
  const child = spawnServer({ ...options, data });
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = await address(child, () => output);
  const token = readFileSync(join(data, 'token'), 'utf8').trim();
  return {
    url,
    token,
    data,
    output: () => output,
    process: child,
    async api<T>(method: string, path: string, body?: unknown): Promise<T> {
      const answer = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status >= 400) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

/** Starts a server and kills it after that many milliseconds, wherever its start has come by then. */
export async function killDuringStart(options: ServerOptions & { data: string }, milliseconds: number): Promise<void> {
  const child = spawnServer(options);
  child.stdout!.resume();
  child.stderr!.resume();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await pause(milliseconds);
  child.kill('SIGKILL');
  await exited;
}

function spawnServer({ data, port = 0, environment, longestFile }: ServerOptions & { data: string }): ChildProcess {
  const faulty = faultPlan() !== undefined || environment?.MILLRACE_TEST_FAULTS !== undefined;
  const server = [process.execPath, faulty ? 'test/support/faulty-server.ts' : 'infra/local/start.ts'];
  const [command, ...args] =
    longestFile === undefined
      ? server
      : ['bash', '-c', `trap '' XFSZ; ulimit -f ${longestFile}; exec "$@"`, 'bash', ...server];
  return spawn(command!, args, {
    cwd: root,
    // Tests read what it prints.
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      MILLRACE_DATA: data,
      MILLRACE_PORT: String(port),
      NODE_ENV: 'test',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The address the server prints, once it answers as ready. */
async function address(child: ChildProcess, output: () => string): Promise<string> {
  for (const until = Date.now() + 60_000; Date.now() < until; await pause(50)) {
    if (child.exitCode !== null) throw new Error(`The server ended before it was ready:\n${output()}`);
    const url = /http:\/\/[\w.:[\]-]+/.exec(output())?.[0];
    if (url && (await healthy(url))) return url;
  }
  child.kill('SIGKILL');
  throw new Error(`The server was not ready in time:\n${output()}`);
}

async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).status === 200;
  } catch {
    return false;
  }
}

/** Resolves after that many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** What `look` finds, asked again until it is there; throws after `seconds`. */
export async function eventually<T>(look: () => Promise<T | undefined> | T | undefined, seconds = 15): Promise<T> {
  for (const until = Date.now() + seconds * 1000; ; await pause(50)) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`It did not happen within ${seconds} s: ${look}`);
  }
}
