/**
 * Calls `tick` again and again, `milliseconds` after the one before is done; what fails in it is the tick's own to tell. The
 * answer ends it, also while a tick is under way.
 */
export function repeatEvery(tick: () => Promise<void>, milliseconds: number): () => void {
  let over = false;
  let timer = setTimeout(again, milliseconds);
  async function again() {
    try {
      await tick();
    } catch {
      // The next may go well.
    } finally {
      if (!over) timer = setTimeout(again, milliseconds);
    }
  }
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
