import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '#flows/text/language.ts';
import { text } from '#flows/text/terminal.ts';

/** What the console is made of: its own files, the pure flow code and the API's contract. */
const sources = [
  'console/src',
  'console/index.html',
  'console/vite.config.ts',
  'console/compress-built.ts',
  'flows',
  'functions/contract',
  'package-lock.json',
];

/**
 * Builds the console into console/dist when it is missing or older than its sources; resolves to whether it had to. An
 * install without development dependencies cannot build: it serves what was built before, and without that the start
 * fails with a sentence.
 */
export async function buildConsole(root: string, language: Language): Promise<boolean> {
  const built = join(root, 'console/dist/index.html');
  const builder = join(root, 'node_modules/vite/bin/vite.js');
  if (!existsSync(builder)) {
    if (existsSync(built)) return false;
    throw new Error(text(language, 'consoleNotBuilt'));
  }
  if (existsSync(built) && statSync(built).mtimeMs >= newest(root)) return false;
  await new Promise<void>((resolve, reject) => {
    const vite = spawn(process.execPath, [builder, 'build', 'console', '--logLevel', 'error'], {
      cwd: root,
      stdio: 'inherit',
    });
    vite.once('error', reject);
    vite.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('The console could not be built; the lines above say why.')),
    );
  });
  return true;
}

function newest(root: string): number {
  return Math.max(...sources.map((source) => newestBelow(join(root, source))));
}

function newestBelow(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}
