/**
 * True when an address lies below another, both absolute: same origin, and a path that stays below however a server reads
 * it, dots and slashes in % codes too.
 */
export function isBelow(address: string, base: string): boolean {
  const [target, allowed] = [new URL(address), new URL(`${base.replace(/\/+$/, '')}/`)];
  if (target.origin !== allowed.origin) return false;
  if (!`${target.pathname}/`.startsWith(allowed.pathname)) return false;
  return !climbs(target.pathname.slice(allowed.pathname.length - 1));
}

/** Whether a part of the path is `..` to some server: decoded up to three times, with either slash, before a `;`. */
function climbs(path: string): boolean {
  let text = path;
  for (let times = 0; times < 3; times++) {
    if (text.split(/[/\\]/).some((part) => /^\s*\.\.\s*(;|$)/.test(part))) return true;
    const decoded = text.replace(/%(2e|2f|5c|25|3b)/gi, (code) => decodeURIComponent(code));
    if (decoded === text) return false;
    text = decoded;
  }
  // Nobody writes a path that has to be decoded four times.
  return true;
}
