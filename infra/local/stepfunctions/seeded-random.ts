/**
 * Random numbers from 0 up to 1 for one event of one execution, the same on every replay. `seed` is 64 bits of the
 * data file, so that numbers (and the UUIDs made of them) differ between files, executions and events. The generator
 * is sfc32 of PractRand: 128 bits of state, a period of at least 2^32.
 */
export function seededRandom(
  seed: readonly [number, number],
  { id, started }: { id: number; started: number },
  event: number,
): () => number {
  let a = seed[0] ^ started;
  let b = seed[1] ^ Math.floor(id / 2 ** 32);
  let c = id | 0;
  let counter = event | 0;
  const next = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}
