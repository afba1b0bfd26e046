import { type ChildProcess, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const readyWithin = 10_000;
const firstRestart = 50;
const longestRestart = 5_000;

/**
 * One dynoxide server as a child process on a free loopback port. It is started again when it dies, ends with `stop`,
 * and does not outlive this process however that ends.
 */
export class DynoxideProcess {
  readonly #binary: string;
  readonly #file: string;
  readonly #report: (sentence: string) => void;
  #port = 0;
  #child: ChildProcess | undefined;
  #guard: ChildProcess | undefined;
  #stopped = false;
  #deaths = 0;

  /** `file` is the database; `report` hears when the server died and is started again. */
  constructor(binary: string, file: string, report: (sentence: string) => void) {
    this.#binary = binary;
    this.#file = file;
    this.#report = report;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Process id, for tests that kill it. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves once the server accepts connections; rejects with what it said when it cannot. */
  async start(): Promise<void> {
    this.#port = await freePort();
    await this.#launch();
  }

  async #launch(): Promise<void> {
    // A group of its own: Ctrl-C in a terminal must not end the database before the writes of the drain are done.
    const child = spawn(this.#binary, ['--host', '127.0.0.1', '--port', String(this.#port), '--db-path', this.#file], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    });
    this.#child = child;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-2000);
    });
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `code ${code}`}. ${said}`.trim()));
    });
    this.#watch(child.pid);
    const failure = await Promise.race([accepts(this.#port, child).then(() => undefined), ended]);
    if (failure !== undefined) throw new Error(`The database server ${this.#binary} did not start: ${failure}`);
    void ended.then((reason) => this.#died(reason));
  }

  /** A shell that kills the server once its standard input closes, which a `kill -9` of this process does as well. */
  #watch(pid: number | undefined): void {
    this.#guard?.kill('SIGKILL');
    if (pid === undefined || process.platform === 'win32') return;
    const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -9 "$1" 2>/dev/null', 'sh', String(pid)], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    guard.on('error', () => {});
    guard.stdin.on('error', () => {});
    this.#guard = guard;
  }

  #died(reason: string): void {
    if (this.#stopped) return;
    const delay = Math.min(firstRestart * 2 ** this.#deaths, longestRestart);
    this.#deaths += 1;
    this.#report(`The database server stopped and is started again: ${reason}`);
    setTimeout(() => {
      if (this.#stopped) return;
      this.#launch().then(
        () => {
          this.#deaths = 0;
        },
        (error: Error) => this.#died(error.message),
      );
    }, delay);
  }

  /** Ends the server; resolves when it is gone. */
  async stop(): Promise<void> {
    this.#stopped = true;
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3000);
      await gone;
      clearTimeout(late);
    }
    this.#guard?.kill('SIGKILL');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function accepts(port: number, child: ChildProcess): Promise<void> {
  for (const end = Date.now() + readyWithin; ; await new Promise((resolve) => setTimeout(resolve, 5))) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => socket.destroy());
      socket.once('connect', () => socket.destroy());
    });
    if (open || child.exitCode !== null || child.signalCode !== null) return;
    if (Date.now() > end) throw new Error(`The database server did not answer within ${readyWithin / 1000} s.`);
  }
}
