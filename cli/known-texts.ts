import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the flow files; without the ending of a flow file. */
const file = '.millrace-known';

type Known = Record<string, Record<string, string>>;

interface Text {
  source: string;
  format: string;
}

/**
 * Which text of each flow this folder has in common with a server since it was last pushed or pulled: what tells a
 * change of one's own from the work of somebody else. Kept as SHA-256 in a file of the folder.
 */
export class KnownTexts {
  readonly #path: string;
  readonly #server: string;

  constructor(folder: string, server: string) {
    this.#path = join(folder, file);
    this.#server = server;
  }

  /** True when the text is the one last pushed or pulled here. */
  has(flow: string, text: Text): boolean {
    return this.#read()[this.#server]?.[flow] === hashOf(text);
  }

  /** Remembers the text; a folder that cannot be written goes without. */
  keep(flow: string, text: Text): void {
    if (this.has(flow, text)) return;
    const known = this.#read();
    const next = { ...known, [this.#server]: { ...known[this.#server], [flow]: hashOf(text) } };
    try {
      writeFileSync(this.#path, `${JSON.stringify(next, null, 2)}\n`);
    } catch {
      // A checkout that is read only: the next push says so by --over.
    }
  }

  #read(): Known {
    if (!existsSync(this.#path)) return {};
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as Known;
    } catch {
      return {};
    }
  }
}

function hashOf({ source, format }: Text): string {
  return createHash('sha256').update(`${format}\n${source}`).digest('hex');
}
