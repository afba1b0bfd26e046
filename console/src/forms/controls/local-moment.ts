import { zoneClock } from '#flows/language/zone-clock.ts';

/** `2026-12-24T09:00` as clocks of the zone show a moment in ISO 8601; empty when it is none. */
export function toLocal(moment: string, timeZone: string): string {
  const at = Date.parse(moment);
  const clock = zoneClock(timeZone);
  if (Number.isNaN(at) || !clock) return '';
  return new Date(clock.localAt(at)).toISOString().slice(0, 16);
}

/**
 * The moment at which clocks of the zone show `2026-12-24T09:00`, with the zone's offset: `2026-12-24T09:00:00+08:00`.
 * Of a time that is shown twice the first; a time in a gap is moved on by the gap. Undefined when there is none.
 */
export function fromLocal(local: string, timeZone: string): string | undefined {
  const shown = Date.parse(`${local}Z`);
  const clock = zoneClock(timeZone);
  if (Number.isNaN(shown) || !clock) return undefined;
  const [instant = shown - (clock.localAt(shown - dayLength) - (shown - dayLength))] = clock.instantsOf(shown);
  const there = clock.localAt(instant);
  return `${new Date(there).toISOString().slice(0, 19)}${offset(there - instant)}`;
}

const dayLength = 86_400_000;

function offset(milliseconds: number): string {
  const minutes = Math.abs(Math.round(milliseconds / 60_000));
  const two = (number: number) => String(number).padStart(2, '0');
  return `${milliseconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
