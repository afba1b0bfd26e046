import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { scratchFolder } from '#test/support/scratch-folder.ts';
import { restoreBackup } from './restore-backup.ts';
import { blockBytes, tarHeader } from './tar.ts';

/** The header of an entry whose size field says something else, with a checksum that fits. */
function header(name: string, size: string | Buffer): Buffer {
  const made = tarHeader(name, 0, 0);
  made.fill(0, 124, 136);
  if (typeof size === 'string') made.write(size, 124);
  else size.copy(made, 124);
  made.write('        ', 148);
  const sum = made.reduce((all, byte) => all + byte, 0);
  made.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return made;
}

const binary = (bytes: bigint) => {
  const size = Buffer.alloc(12);
  size[0] = 0x80;
  size.writeBigUInt64BE(bytes, 4);
  return size;
};

const zeros = Buffer.alloc(4 * blockBytes);

test.each<[string, Buffer[]]>([
  ['8 EB', [header('token', binary(2n ** 63n)), zeros]],
  ['a terabyte', [header('token', binary(2n ** 40n)), zeros]],
  ['a terabyte of summary', [header('backup.json', binary(2n ** 40n)), zeros]],
  ['more than there is', [header('token', '00000010000'), zeros]],
  ['no number', [header('token', 'abcdefghijk'), zeros]],
  ['less than nothing', [header('token', '-0000000001'), zeros]],
  ['nothing', [header('token', ''), zeros]],
  ['a summary that is none', [header('backup.json', '00000000004'), Buffer.from('nope'.padEnd(blockBytes, '\0'))]],
  ['two files of one name', [tarHeader('token', 0, 0), tarHeader('token', 0, 0), zeros]],
  ['a file below a file', [tarHeader('a', 0, 0), tarHeader('a/b', 0, 0), zeros]],
])('an archive with an entry of %s is damaged, and leaves nothing', async (_, parts) => {
  const { path, remove } = scratchFolder();
  try {
    const file = join(path, 'backup.tar');
    writeFileSync(file, Buffer.concat(parts));
    const folder = join(path, 'data');
    await expect(restoreBackup(file, folder)).rejects.toMatchObject({ code: 'damagedBackup' });
    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(path)).toEqual(['backup.tar']);
  } finally {
    remove();
  }
});
