import { eachEnabledStep } from '#flows/language/each-step.ts';
import { firingAt } from '#flows/language/firing.ts';
import type { Condition, Flow, Value } from '#flows/language/flow.ts';
import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { isTimeZone } from '#flows/language/time-zone.ts';
import { itemsRead, readsBelow } from '../fields-read.ts';

/** What is known of a field from the conditions that compare it. */
interface Wish {
  /** Whether a value meets the condition. */
  fits(value: Json): boolean;
  value: Json;
}

/** Stands in a path for each item of a list. */
const each = '[]';

/** What of a webhook's trigger the sender makes up. */
const parts = ['body', 'query', 'headers'];

/**
 * A `$trigger` of a webhook or a run by hand that has the fields which the flow reads, with values that meet the flow's own conditions where these
 * say what they want. Values of `like`, the trigger's own sample, are kept where they fit. A schedule fires `now`, ISO 8601,
 * in its own time zone, else in `timeZone`. A flow that reads no field, and any other trigger, gets `like` itself.
 */
export function sampleTrigger(flow: Flow, like: JsonObject, now: string, timeZone: string): JsonObject {
  if (flow.trigger.use === 'core.schedule') return { ...firingAt(now, zoneOf(flow) ?? timeZone) };
  const loops = loopsOf(flow);
  const paths = readsBelow(flow, new Set())
    .map(({ name, path }) => ofTrigger(name, path, loops))
    .filter((path) => path !== undefined);
  const { use } = flow.trigger;
  const free = use === 'core.webhook' ? paths.filter(([part]) => parts.includes(part ?? '')) : paths;
  const fields = free.filter((path) => path.length > (use === 'core.webhook' ? 1 : 0));
  if (fields.length === 0 || (use !== 'core.webhook' && use !== 'core.manual')) return like;
  const wishes = wishesOf(flow, loops);
  const whole = paths.some((path) => path.join() === 'body');
  const sample: JsonObject = use === 'core.webhook' ? copyOf({ ...like, body: whole ? (like.body ?? {}) : {} }) : {};
  // Shorter paths first: what is read below a field makes it an object.
  for (const path of fields.sort((a, b) => a.length - b.length)) {
    const kept = valueAt(like, path);
    put(sample, path, valueFor(path, kept && copyOf(kept), wishes.get(path.join('\n')), now));
  }
  return sample;
}

/** The time zone that the schedule itself names. */
function zoneOf({ trigger: { with: settings } }: Flow): string | undefined {
  const zone = settings.entries.find(({ key }) => key === 'timeZone')?.value;
  return zone?.kind === 'literal' && typeof zone.value === 'string' && isTimeZone(zone.value) ? zone.value : undefined;
}

/** Loop variables by name, each as the path of its items in the trigger. */
function loopsOf(flow: Flow): Map<string, string[]> {
  const loops = new Map<string, string[]>();
  for (const step of eachEnabledStep(flow.steps)) {
    const read = step.kind === 'forEach' ? itemsRead(step) : undefined;
    const path = read && ofTrigger(read.name, read.path, loops);
    if (step.kind === 'forEach' && path) loops.set(step.as, [...path, each]);
  }
  return loops;
}

function ofTrigger(name: string, path: string[], loops: Map<string, string[]>): string[] | undefined {
  if (name === 'trigger') return path;
  const items = loops.get(name);
  return items && [...items, ...path];
}

/** What the conditions of the flow want, by path; what decides whether it runs at all comes first. */
function wishesOf(flow: Flow, loops: Map<string, string[]>): Map<string, Wish> {
  const wishes = new Map<string, Wish>();
  const conditions = eachEnabledStep(flow.steps).flatMap((step) => (step.kind === 'if' ? [step.condition] : []));
  for (const condition of [...(flow.trigger.when ? [flow.trigger.when] : []), ...conditions]) {
    collect(condition, loops, wishes);
  }
  return wishes;
}

function collect(condition: Condition, loops: Map<string, string[]>, wishes: Map<string, Wish>): void {
  if (condition.kind === 'all' || condition.kind === 'any') {
    for (const one of condition.of) collect(one, loops, wishes);
  } else if (condition.kind === 'compare') {
    const [read, another] = readsBelow(condition.left, new Set());
    const path = read && !another ? ofTrigger(read.name, read.path, loops) : undefined;
    const wish = wishOf(condition.op, condition.right && plain(condition.right));
    const key = path?.join('\n');
    if (key !== undefined && wish && !wishes.has(key)) wishes.set(key, wish);
  }
}

function wishOf(op: string, right: Json | undefined): Wish | undefined {
  const number = typeof right === 'number' ? right : Number.NaN;
  const text = typeof right === 'string' ? right : undefined;
  const first = Array.isArray(right) ? right[0] : undefined;
  const numeric = (value: number, fits: (given: number) => boolean): Wish | undefined =>
    Number.isNaN(value) ? undefined : { value, fits: (given) => typeof given === 'number' && fits(given) };
  switch (op) {
    case 'equals':
      return right === undefined ? undefined : { value: right, fits: (given) => given === right };
    case 'in':
      return first === undefined ? undefined : { value: first, fits: (given) => (right as Json[]).includes(given) };
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return text === undefined ? undefined : { value: text, fits: (given) => String(given).includes(text) };
    case 'gt':
      return numeric(number + 1, (given) => given > number);
    case 'gte':
      return numeric(number, (given) => given >= number);
    case 'lt':
      return numeric(number - 1, (given) => given < number);
    case 'lte':
      return numeric(number, (given) => given <= number);
    case 'between':
      return numeric(Number(first), (given) => given >= Number(first) && given <= Number((right as Json[])[1]));
    case 'isTrue':
      return { value: true, fits: (given) => given === true };
    case 'isFalse':
      return { value: false, fits: (given) => given === false };
    default:
      return undefined;
  }
}

/** The JSON of a value without expressions; undefined when it has some. */
function plain(value: Value): Json | undefined {
  if (value.kind === 'literal') return value.value;
  if (value.kind !== 'list') return undefined;
  const items = value.items.map(plain);
  return items.some((item) => item === undefined) ? undefined : (items as Json[]);
}

function valueFor(path: string[], kept: Json | undefined, wish: Wish | undefined, now: string): Json {
  if (kept !== undefined && (!wish || wish.fits(kept))) return kept;
  const value = wish?.value ?? byName(path.findLast((name) => name !== each) ?? '', now);
  return path[0] === 'query' || path[0] === 'headers' ? String(value) : value;
}

/** A value as fields of that name usually have. */
function byName(name: string, now: string): Json {
  const kinds: [RegExp, Json][] = [
    [/e-?mail/i, 'li.wei@example.com'],
    [/(url|link|href|website)$/i, 'https://example.com/a-1001'],
    [/(phone|mobile|tel)$/i, '+86 138 0013 8000'],
    [/(date|day)$/i, now.slice(0, 10)],
    [/(time|timestamp|deadline|[a-z]At|^at)$/, now],
    [/^(is|has|can)[A-Z_]|(enabled|active|paid|done|approved)$/, true],
    [/(items|lines|rows|entries|list|tags|labels|records)$/i, []],
    [/(total|amount|price|sum|cost|score|rate|budget|salary)$/i, 129.5],
    [/(count|qty|quantity|age|days|hours|minutes|size|stock|priority|index)$/i, 2],
    [/(number|no|id|key|code|ref|reference)$/i, 'A-1001'],
    [/(name|customer|user|author|owner|assignee|person|contact)$/i, 'Li Wei'],
  ];
  return kinds.find(([pattern]) => pattern.test(name))?.[1] ?? `Sample ${name}`;
}

function valueAt(from: Json, path: string[]): Json | undefined {
  let value: Json | undefined = from;
  for (const name of path) {
    // JSONata reads a field of every item of a list.
    if (Array.isArray(value)) value = value[0];
    if (name !== each) value = isObject(value) ? value[name] : undefined;
  }
  return value;
}

/** Puts a value where the path leads, making objects and lists of one item on the way. */
function put(into: JsonObject, path: string[], value: Json): void {
  let at: JsonObject | Json[] = into;
  for (const [i, name] of path.entries()) {
    const key = name === each ? 0 : name;
    const held = (at as Record<string | number, Json>)[key];
    const next = path[i + 1];
    let made: Json = value;
    if (next === each) made = Array.isArray(held) ? held : [];
    else if (next !== undefined) made = isObject(held) || Array.isArray(held) ? held : {};
    else if (isObject(held) || Array.isArray(held)) made = held;
    (at as Record<string | number, Json>)[key] = made;
    at = made as JsonObject | Json[];
    if (Array.isArray(made) && next !== undefined && next !== each) {
      if (!isObject(made[0])) made[0] = {};
      at = made[0] as JsonObject;
    }
  }
}

function copyOf<T extends Json>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
