import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Starts one of this folder's servers; resolves with its address when it says its port. */
export async function startHelper(file: string, ...args: string[]): Promise<{ url: string; process: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await new Promise<string>((resolve) =>
    child.stdout!.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  return { url: `http://127.0.0.1:${port}`, process: child };
}

/** Megabytes of resident memory of a process and all it started (Linux; NaN elsewhere). */
export function residentMegabytes(pid: number): number {
  try {
    const parents = new Map<number, number>();
    for (const name of readdirSync('/proc')) {
      if (/^\d+$/.test(name)) parents.set(Number(name), Number(statOf(name)));
    }
    const family = [pid];
    for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
    return family.reduce((sum, member) => sum + kilobytes(member), 0) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Milliseconds of processor time that a process has used in all its threads (Linux; NaN elsewhere). */
export function processorTime(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    // Ticks of a hundredth of a second in user and in system mode, proc(5).
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}

/** Bytes of the data file of a stopped server. */
export function dataBytes(folder: string): number {
  return statSync(join(folder, 'millrace.sqlite')).size;
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] ?? '0';
  } catch {
    return '0';
  }
}

function kilobytes(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
