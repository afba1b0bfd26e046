import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds that the work of one turn of the event loop may take. */
const longestTurn = 10;

/** Returns what the engine asks between states: it waits when this turn of the event loop has taken long enough. */
export function takeTurns(): () => Promise<void> | undefined {
  let since = 0;
  let next: Promise<void> | undefined;
  return () => {
    if (next) return next;
    const now = performance.now();
    if (since === 0) {
      since = now;
      setImmediate(() => {
        since = 0;
      });
    }
    if (now - since < longestTurn) return undefined;
    next = nextTurn().then(() => {
      next = undefined;
      since = 0;
    });
    return next;
  };
}
