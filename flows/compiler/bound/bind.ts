import { type Calendar, exceptionsOf } from '#flows/language/calendar.ts';
import { zoneTable } from '#flows/language/zone-table.ts';
import { checkedFunctions, definitions, timeInUtc } from './definitions.ts';
import { dynamicOffsets } from './dynamic-offsets.ts';
import { zonesNamed } from './zones-named.ts';

/** Characters that the functions of one expression may take. */
export const mostBound = 4096;

const names = Object.keys(definitions);
/** JSONata that defines what the text uses of our own functions, to stand in front of it in one block; often nothing. */
export function boundIn(text: string, calendar: Calendar): string {
  const own = calendar.timeZone === 'UTC' ? { ...definitions, __time: timeInUtc } : definitions;
  const used = usedIn(text, own);
  const texts = names
    .filter((name) => used.includes(name))
    .map((name) => `$${name}:=${filled(dense(own[name] as string), text, calendar)};`);
  const checked = dynamicOffsets(text).map((name) => `$${name}:=${dense(checkedFunctions[name] as string)};`);
  return [...texts, ...checked].join('');
}

/** JSONata in which everything it uses is defined. */
export function bound(text: string, calendar: Calendar): string {
  const front = boundIn(text, calendar);
  return front === '' ? text : `(${front}${text})`;
}

/** What of the calendar the text depends on: undefined when nothing. */
export function calendarUsed(
  text: string,
  { timeZone, holidays, makeUpDays }: Calendar,
): Partial<Calendar> | undefined {
  const days = reads(text, '@exceptions');
  const zone = reads(text, '@zone ');
  return zone || days ? { timeZone, ...(days && { holidays, makeUpDays }) } : undefined;
}

/** Whether a function that the text uses has the hole. */
function reads(text: string, hole: string): boolean {
  return usedIn(text).some((name) => `${definitions[name]} `.includes(hole));
}

/** Our own functions that the text names, and those that they need. */
function usedIn(text: string, own = definitions): string[] {
  const found = new Set<string>();
  const open = [text];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const [, name = ''] of next.matchAll(/\$([A-Za-z_]\w*)/g)) {
      if (found.has(name) || !Object.hasOwn(own, name)) continue;
      found.add(name);
      open.push(own[name] as string);
    }
  }
  return [...found];
}

/** Without the spaces that nobody needs. A slash with a space behind it divides; any other begins a pattern. */
function dense(definition: string): string {
  const spaced = /"[^"]*"|\/(?! )(?:[^/\\]|\\.)+\/| ?([(){}[\];,:?=<>!+*/%&-]+) ?/g;
  return definition.replace(spaced, (part, sign: string | undefined) => sign ?? part);
}

function filled(definition: string, text: string, calendar: Calendar): string {
  const exceptions = exceptionsOf(calendar);
  return definition
    .replaceAll('@zones', () => zonesText([...zonesNamed(text), ...(reads(text, '@zone ') ? [calendar.timeZone] : [])]))
    .replaceAll('@zone', () => JSON.stringify(calendar.timeZone))
    .replaceAll('@exceptionDays', () => String(exceptions.reduce((sum, [, days]) => sum + days, 14)))
    .replaceAll('@exceptions', () => `$parse(${JSON.stringify(JSON.stringify(exceptions))})`);
}

function zonesText(zones: string[]): string {
  const entries = [...new Set(zones)].sort().map((zone) => {
    const { regularFrom, changes, offsets, rules } = zoneTable(zone) ?? (zoneTable('UTC') as never);
    return `${JSON.stringify(zone)}: $parse("${JSON.stringify([regularFrom, changes, offsets, rules])}")`;
  });
  return `{${entries.join(', ')}}`;
}
