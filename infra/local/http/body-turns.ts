/** Bytes of bodies that are handed on in one turn of the event loop: each is read, checked and written to the disk. */
const mostOfOneTurn = 512 * 1024;

/** Smaller ones are handed on at once. */
const small = 16 * 1024;

/**
 * Returns what to await before a body of so many bytes is worked on. Large ones go on one after the other, a few in a
 * turn of the event loop, so that many that come at once hold nobody else up.
 */
export function bodyTurns(): (bytes: number) => Promise<void> | undefined {
  const waiting: { bytes: number; go: () => void }[] = [];
  let given = 0;

  function nextTurn(): void {
    given = 0;
    for (let first = waiting[0]; first && fits(first.bytes); first = waiting[0]) {
      waiting.shift();
      give(first.bytes);
      first.go();
    }
  }

  function fits(bytes: number): boolean {
    return given === 0 || given + bytes <= mostOfOneTurn;
  }

  function give(bytes: number): void {
    if (given === 0) setImmediate(nextTurn);
    given += bytes;
  }

  return (bytes) => {
    if (bytes < small) return undefined;
    if (waiting.length > 0 || !fits(bytes)) return new Promise((go) => waiting.push({ bytes, go }));
    give(bytes);
    return undefined;
  };
}
