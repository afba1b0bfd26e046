const place = 'millrace.reloadedAt';
const pause = 30_000;

/**
 * Loads the page anew when one of its parts is gone from the server: a newer console was put there since it was
 * opened. Not twice within half a minute, so that a part that is missing for good is told instead; nor while the
 * server does not answer, since the browser would show a page of its own.
 */
export function reloadWhenOld(target: Window): void {
  target.addEventListener('vite:preloadError', async () => {
    const before = Number(target.sessionStorage.getItem(place) ?? 0);
    if (Date.now() - before < pause || !(await answers())) return;
    target.sessionStorage.setItem(place, String(Date.now()));
    target.location.reload();
  });
}

function answers(): Promise<boolean> {
  return fetch('/api/health', { cache: 'no-store' }).then(
    () => true,
    () => false,
  );
}
