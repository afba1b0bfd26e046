import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Migrations, openDataFolder } from './data-folder.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'data-folder-'));
});
afterEach(() => rmSync(path, { recursive: true }));

const format = () => readFileSync(join(path, 'format'), 'utf8');
const open = (steps?: Migrations) => openDataFolder(path, steps).unlock();

test('a new folder has the newest format and is for its owner alone', () => {
  open();
  expect(format()).toBe('4\n');
  expect(statSync(path).mode & 0o777).toBe(0o700);
});

test('an older folder goes through every step between, once', () => {
  open([]);
  const done: string[] = [];
  const steps: Migrations = [() => done.push('to 2'), () => done.push('to 3')];
  open(steps);
  open(steps);
  expect(done).toEqual(['to 2', 'to 3']);
  expect(format()).toBe('3\n');
});

test('a step that fails is begun anew, those before it are not, and the folder is free again', () => {
  open([]);
  const done: string[] = [];
  const full = () => {
    throw new Error('disk full');
  };
  expect(() => open([() => done.push('to 2'), full])).toThrow('disk full');
  expect(format()).toBe('2\n');
  open([() => done.push('to 2'), () => done.push('to 3')]);
  expect(done).toEqual(['to 2', 'to 3']);
});

test.each([
  ['9', 'written by a newer Millrace (format 9)'],
  ['?', 'does not say which format'],
])('a folder of format %s is left alone', (written, sentence) => {
  writeFileSync(join(path, 'format'), written);
  expect(() => open()).toThrow(sentence);
  expect(format()).toBe(written);
});

test('files are for their owner alone, those of before and those that are made from now on', () => {
  writeFileSync(join(path, 'events.sqlite'), '');
  chmodSync(join(path, 'events.sqlite'), 0o644);
  mkdirSync(join(path, 's3'));
  chmodSync(join(path, 's3'), 0o755);
  const folder = openDataFolder(path);
  writeFileSync(folder.file('new'), '');
  const modes = ['events.sqlite', 's3', 'new', 'lock.sqlite', 'format'].map(
    (name) => statSync(join(path, name)).mode & 0o777,
  );
  expect(modes).toEqual([0o600, 0o700, 0o600, 0o600, 0o600]);
  folder.unlock();
});
