import { createHash } from 'node:crypto';
import type { CompiledSchedule, CostEstimate } from '#flows/compiler/compiled.ts';
import { unlessRefused } from './table/condition-failed.ts';
import { partition, sortKeys } from './table/keys.ts';
import { getItem, getItems, queryAll, queryItems, transact, updateItem, type Write } from './table/table.ts';
import type { Key } from './table/table-shape.ts';

/** Everything about a flow but its text. */
export interface FlowHead {
  id: string;
  name: string;
  description?: string;
  state: 'draft' | 'on' | 'paused' | 'off';
  /** Of the saved text: `jira.issueUpdated`; absent while it cannot be read. */
  trigger?: string;
  connectors: string[];
  /** Raised by each save. */
  revision: number;
  textHash: string;
  problems: { errors: number; warnings: number };
  cost?: CostEstimate;
  createdAt: string;
  updatedAt: string;
  updatedBy: string;
  /** Of the version that was published last; absent in a draft. */
  published?: PublishedHead;
  /** Key of the flow's own address, kept as long as the flow. */
  hook?: string;
}

export interface PublishedHead {
  version: number;
  textHash: string;
  compiledHash: string;
  trigger: string;
  triggerConnection?: string;
  type: 'EXPRESS' | 'STANDARD';
  /** ARN of the state machine's version. */
  machine: string;
  connections: string[];
  schedule?: CompiledSchedule;
  /** When a schedule that fires at a rate begins, milliseconds since 1970. */
  firesFrom?: number;
}

export interface FlowText {
  source: string;
  format: 'yaml' | 'json';
  revision: number;
}

interface NameEntry {
  flow: string;
}

/** Whether a version of the flow is published: it takes events, or is paused. */
export function isLive({ state }: Pick<FlowHead, 'state'>): boolean {
  return state === 'on' || state === 'paused';
}

/** Where the head of a flow lies, for transactions that move it. */
export function headKey(id: string): Key {
  return { pk: partition('flow', id), sk: sortKeys.flow.head };
}

function textKey(id: string): Key {
  return { pk: partition('flow', id), sk: sortKeys.flow.text };
}

function nameKey(head: Pick<FlowHead, 'id' | 'name'>): Key {
  return { pk: partition('flows'), sk: `${head.name.toLowerCase().slice(0, 200)}#${head.id}` };
}

/** SHA-256 of a text, in hex. */
export function textHash({ source, format }: Pick<FlowText, 'source' | 'format'>): string {
  return createHash('sha256').update(`${format}\n${source}`).digest('hex');
}

/** The head of a flow; undefined when there is none. */
export async function readHead(id: string): Promise<FlowHead | undefined> {
  const item = await getItem<FlowHead>(headKey(id));
  return item && withoutKey(item);
}

/** The heads of those of the flows that exist, in no order. */
export async function readHeads(ids: readonly string[]): Promise<FlowHead[]> {
  return (await getItems<FlowHead>(ids.map(headKey))).map(withoutKey);
}

/** Head and text of a flow, of the same revision; undefined when there is none. */
export async function readFlow(id: string): Promise<{ head: FlowHead; text: FlowText } | undefined> {
  const [head, text] = await Promise.all([getItem<FlowHead>(headKey(id)), getItem<FlowText>(textKey(id))]);
  if (!head || !text) return undefined;
  return head.revision === text.revision ? { head: withoutKey(head), text } : readFlow(id);
}

/**
 * Writes a saved text with its head over `before`, undefined when the flow is new. Attributes that publishing owns
 * (state, published, hook) are left as they are. False when somebody else saved meanwhile.
 */
export async function writeFlow(head: FlowHead, text: FlowText, before: FlowHead | undefined): Promise<boolean> {
  const { id, state, published, hook, ...saved } = head;
  const gone = (['description', 'trigger', 'cost'] as const).filter((name) => saved[name] === undefined);
  const named = { ...nameKey(head), flow: id };
  const writes: Write[] = [
    before
      ? {
          update: headKey(id),
          change: { set: saved, remove: gone },
          if: { equals: { revision: before.revision, createdAt: before.createdAt } },
        }
      : { put: { ...headKey(id), ...head }, if: { exists: false } },
    { put: { ...textKey(id), ...text } },
    { put: named },
  ];
  if (before && nameKey(before).sk !== nameKey(head).sk) writes.push({ delete: nameKey(before) });
  return unlessRefused(transact(writes));
}

/** Keeps what the text of this revision was found to be when it was judged again, unless it was saved meanwhile. */
export async function keepJudgement(
  { id, revision }: Pick<FlowHead, 'id' | 'revision'>,
  judged: Pick<FlowHead, 'problems' | 'cost'>,
): Promise<void> {
  await unlessRefused(updateItem(headKey(id), { set: { ...judged } }, { equals: { revision } }));
}

/** The writes that remove a flow's head, text and place in the list; its versions stay. */
export function flowRemoval(head: FlowHead): Write[] {
  return [
    { delete: headKey(head.id), if: { equals: { revision: head.revision, createdAt: head.createdAt } } },
    { delete: textKey(head.id) },
    { delete: nameKey(head) },
  ];
}

/** A page of flows by name. */
export async function listFlows(page: {
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: FlowHead[]; next?: string }> {
  const { limit, cursor } = page;
  const entries = await queryItems<NameEntry>({ pk: partition('flows'), limit, ...(cursor && { cursor }) });
  return { ...entries, items: await headsOf(entries.items) };
}

/** Every flow of the workspace by name. */
export async function allFlows(): Promise<FlowHead[]> {
  return headsOf(await queryAll<NameEntry>({ pk: partition('flows') }));
}

async function headsOf(entries: NameEntry[]): Promise<FlowHead[]> {
  const heads = await readHeads(entries.map(({ flow }) => flow));
  const byId = new Map(heads.map((head) => [head.id, head]));
  return entries.flatMap(({ flow }) => byId.get(flow) ?? []);
}

function withoutKey({ pk: _pk, sk: _sk, ...head }: FlowHead & Key): FlowHead {
  return head;
}
