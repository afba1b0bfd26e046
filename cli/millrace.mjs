#!/usr/bin/env node
// Runs main.ts with the Node that package.json pins, whatever Node the machine has.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const pinned = findPinned();
const main = fileURLToPath(new URL('main.ts', import.meta.url));
const child = spawn(pinned ?? process.execPath, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});

function findPinned() {
  const file = join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  return existsSync(file) ? file : undefined;
}
