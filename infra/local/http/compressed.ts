import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Codings that are offered, the better first. */
export type Coding = 'br' | 'gzip';

/** Bytes under which an answer is sent as it is. */
const smallest = 1024;

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)];

/** The coding that a request's Accept-Encoding takes, undefined when none. */
export function acceptedCoding(accepts: string | undefined): Coding | undefined {
  const wanted = new Map(
    (accepts ?? '').split(',').map((part) => {
      const [name = '', ...settings] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const quality = settings.find((each) => each.startsWith('q='))?.slice(2);
      return [name, quality === undefined ? 1 : Number(quality)] as const;
    }),
  );
  return (['br', 'gzip'] as const).find((coding) => (wanted.get(coding) ?? wanted.get('*') ?? 0) > 0);
}

/**
 * The text in that coding; undefined when it is too short to be worth it. Quick settings: the answer waits for it, in
 * Node's thread pool.
 */
export async function compressed(text: string, coding: Coding): Promise<Buffer | undefined> {
  if (text.length <= smallest) return undefined;
  const bytes = Buffer.from(text);
  if (coding === 'gzip') return zip(bytes, { level: 6 });
  return brotli(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
}
