import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What packs badly, or is packed already, stays as it is. */
const packable = /\.(js|css|html|svg|json|webmanifest|txt)$/;
const smallest = 1024;

/** Writes each built file a second and a third time, with brotli and gzip at their best: the server hands these out. */
export function compressBuilt(): Plugin {
  return {
    name: 'compress-built',
    apply: 'build',
    writeBundle({ dir }) {
      for (const name of readdirSync(dir as string, { recursive: true, encoding: 'utf8' })) {
        if (!packable.test(name)) continue;
        const file = join(dir as string, name);
        const bytes = readFileSync(file);
        if (bytes.length < smallest) continue;
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
