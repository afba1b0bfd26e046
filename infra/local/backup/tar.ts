import { FolderError } from '../storage/folder-error.ts';

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export const blockBytes = 512;

/** The 512 bytes before a file in a tar archive. Throws when the name has more than 100 bytes. */
export function tarHeader(name: string, bytes: number, seconds: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  if (header.write(name, 0, 100) !== Buffer.byteLength(name)) throw new Error(`The name ${name} is too long.`);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  writeSize(header, bytes);
  header.write(`${seconds.toString(8).padStart(11, '0')}\0`, 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** Name and bytes of the file that follows; undefined at the end of the archive. Throws FolderError `damagedBackup`. */
export function readTarHeader(header: Buffer, file: string): { name: string; bytes: number } | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  const said = Number.parseInt(header.toString('latin1', 148, 154), 8);
  const bare = Buffer.from(header);
  bare.write('        ', 148);
  const bytes = readSize(header);
  if (said !== checksum(bare) || !Number.isSafeInteger(bytes) || bytes < 0) {
    throw new FolderError('damagedBackup', { file });
  }
  return { name: header.toString('utf8', 0, 100).replace(/\0.*$/s, ''), bytes };
}

/** Zeros that follow a file of so many bytes. */
export function padding(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes;
}

/** From 8 GB on in base 256, as GNU tar does. */
function writeSize(header: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  else {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(bytes), 128);
  }
}

function readSize(header: Buffer): number {
  if (header[124] === 0x80) return Number(header.readBigUInt64BE(128));
  const octal = /^ *([0-7]{1,12})[ \0]*$/.exec(header.toString('latin1', 124, 136))?.[1];
  return octal === undefined ? Number.NaN : Number.parseInt(octal, 8);
}

function checksum(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0);
}
