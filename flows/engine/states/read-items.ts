import type { ObjectPlace } from '#flows/engine/objects.ts';
import { scopeOf } from '#flows/engine/scope.ts';
import type { Cursor, Session } from '#flows/engine/session.ts';
import { StateFailure } from '#flows/engine/state-failure.ts';
import { evaluateTemplate } from '#flows/engine/template.ts';
import type { ItemSource } from '#flows/engine/thread.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import type { ItemReader, MapState } from '../definition/machine.ts';

/** The items of an object: a list, or the members of a JSON object. */
interface ItemList {
  count: number;
  at(index: number): Json;
  keyed: boolean;
}

/** Finds the object that a Map reads its items from and counts them. Throws States.ItemReaderFailed. */
export async function findItems(
  cursor: Cursor,
  reader: ItemReader,
): Promise<{ source: ItemSource; keyed: boolean; all(): Promise<Json[]> }> {
  const scope = scopeOf(cursor);
  const place = placeIn(await evaluateTemplate(reader.arguments, scope));
  const pointer = reader.pointer && String(await evaluateTemplate(reader.pointer, scope));
  const most = reader.maxItems && Number(await evaluateTemplate(reader.maxItems, scope));
  const opened = { ...place, type: reader.inputType, ...(pointer !== undefined && { pointer }) };
  const items = await open(cursor.session, opened);
  const source: ItemSource = { ...opened, count: Math.min(items.count, most || items.count) };
  const all = async () => Array.from({ length: source.count }, (_, index) => items.at(index));
  return { source, keyed: items.keyed, all };
}

/** One item, by its place in the list. */
export async function itemAt(session: Session, source: ItemSource, index: number): Promise<Json> {
  return (await open(session, source)).at(index);
}

/** What the context object says of where an item comes from. */
export function sourceName({ bucket, key }: ObjectPlace): string {
  return `S3://${bucket}/${key}`;
}

async function open(session: Session, source: Omit<ItemSource, 'count'>): Promise<ItemList> {
  const { bucket, key, type, pointer = '' } = source;
  let items: ItemList | undefined;
  try {
    items = await session.objects?.read({ bucket, key }, `${type} ${pointer}`, (text) =>
      type === 'JSONL' ? linesOf(text) : membersOf(pointed(JSON.parse(text) as Json, pointer)),
    );
  } catch (error) {
    throw unreadable(`${sourceName(source)} could not be read: ${(error as Error).message}`);
  }
  if (!items) throw unreadable(`${sourceName(source)} does not exist.`);
  return items;
}

function linesOf(text: string): ItemList {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return { count: lines.length, at: (index) => JSON.parse(lines[index]!) as Json, keyed: false };
}

function membersOf(value: Json): ItemList {
  if (Array.isArray(value)) return { count: value.length, at: (index) => value[index]!, keyed: false };
  if (typeof value !== 'object' || value === null) throw new Error('It holds neither a list nor an object.');
  const members = Object.entries(value).map(([Key, Value]) => ({ Key, Value }));
  return { count: members.length, at: (index) => members[index]!, keyed: true };
}

/** What a JSON Pointer leads to. */
function pointed(value: Json, pointer: string): Json {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>((inner, part) => (inner as JsonObject | null)?.[part] ?? null, value);
}

function placeIn(given: Json): ObjectPlace {
  const { Bucket, Key } = given as JsonObject;
  if (typeof Bucket === 'string' && typeof Key === 'string') return { bucket: Bucket, key: Key };
  throw unreadable('Bucket and Key must be texts.');
}

function unreadable(reason: string): StateFailure {
  return new StateFailure('States.ItemReaderFailed', reason);
}

/** Whether the Map leaves its items where they are until each one starts. */
export function readsAsItGoes(state: MapState, keyed: boolean): boolean {
  return state.batcher === undefined && !keyed;
}
