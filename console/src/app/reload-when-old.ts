const place = 'millrace.reloadedAt';
const pause = 30_000;

/**
 * Loads the page anew when one of its parts is gone from the server: a newer console was put there since it was
 * opened. Not twice within half a minute, so that a part that is missing for good is told instead.
 */
export function reloadWhenOld(target: Window): void {
  target.addEventListener('vite:preloadError', () => {
    const before = Number(target.sessionStorage.getItem(place) ?? 0);
    if (Date.now() - before < pause) return;
    target.sessionStorage.setItem(place, String(Date.now()));
    target.location.reload();
  });
}
