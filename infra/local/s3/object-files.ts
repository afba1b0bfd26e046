import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder, writeDurably } from '../storage/write-durably.ts';

/** What is known of an object beside its bytes. */
export interface ObjectHead {
  key: string;
  etag: string;
  length: number;
  /** Milliseconds since 1970. */
  modified: number;
  contentType: string;
  metadata: Record<string, string>;
}

const lengthBytes = 4;

/**
 * Objects as files named by the SHA-256 of their keys, so that no key can lead elsewhere. A file holds the length of
 * its head, the head as JSON, and the bytes.
 */
export class ObjectFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(head: ObjectHead, bytes: Uint8Array): Promise<void> {
    const file = this.#file(head.key);
    const made = await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    if (made) await syncFolder(this.#folder);
    const text = Buffer.from(JSON.stringify(head));
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32BE(text.length);
    await writeDurably(file, length, text, bytes);
  }

  /** Undefined when there is no such object; `bytes` only when asked for. */
  get(key: string, withBytes: boolean): Promise<{ head: ObjectHead; bytes: Uint8Array } | undefined> {
    return this.#read(this.#file(key), withBytes);
  }

  /** What is known of each object, in no order. */
  async *heads(): AsyncGenerator<ObjectHead> {
    for (const entry of await readdir(this.#folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.endsWith('.part')) continue;
      const found = await this.#read(join(entry.parentPath, entry.name), false);
      if (found) yield found.head;
    }
  }

  async #read(file: string, withBytes: boolean): Promise<{ head: ObjectHead; bytes: Uint8Array } | undefined> {
    const handle = await open(file, 'r').catch(ignoreMissing);
    if (!handle) return undefined;
    try {
      const { buffer: length } = await handle.read(Buffer.alloc(lengthBytes), 0, lengthBytes, 0);
      const { buffer: text } = await handle.read(Buffer.alloc(length.readUInt32BE()), 0, null, lengthBytes);
      const head: ObjectHead = JSON.parse(text.toString());
      const bytes = new Uint8Array(withBytes ? head.length : 0);
      if (bytes.length > 0) await handle.read(bytes, 0, bytes.length, lengthBytes + text.length);
      return { head, bytes };
    } finally {
      await handle.close();
    }
  }

  async delete(key: string): Promise<void> {
    const file = this.#file(key);
    await rm(file, { force: true });
    await syncFolder(dirname(file)).catch(ignoreMissing);
  }

  /** Removes what writes that a crash ended left behind. */
  async tidy(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.#folder, { recursive: true })) {
      if (name.endsWith('.part')) await rm(join(this.#folder, name), { force: true });
    }
  }

  #file(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return join(this.#folder, name.slice(0, 2), name);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
