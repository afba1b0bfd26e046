/**
 * Calls `tick` again and again, `milliseconds` after the one before is done, whether it went well or not. The answer ends
 * it, also while a tick is under way.
 */
export function repeatEvery(tick: () => Promise<void>, milliseconds: number): () => void {
  let over = false;
  let timer = setTimeout(again, milliseconds);
  async function again() {
    try {
      await tick();
    } finally {
      if (!over) timer = setTimeout(again, milliseconds);
    }
  }
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
