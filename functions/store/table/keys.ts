import { workspace } from '#functions/aws/environment.ts';

/** What lies in the table: the first part of each partition key after the workspace, and what follows it. */
const partitions = {
  attempts: 'what is counted: how often in a span of time',
  awaited: 'every key of events that a published flow ever waited for',
  browser: 'the hash of a secret: a browser that signed in before',
  catalogue: 'the numbers that caches go by',
  connections: 'every connection, by name',
  event: 'an event: verdicts on it',
  flow: 'a flow: its head, its text, its versions, its pins and what they come to',
  flows: 'every flow, by name',
  'follow-ups': 'ends of runs on which something hangs still',
  gate: 'the gate of a flow for one key, and the line before it',
  hook: 'the key of an inbound address',
  hours: 'a kind of list, perhaps a flow: hours in which it has rows',
  intents: 'changes of flows that are under way',
  listening: 'every subscription, by flow',
  person: 'a name: whoever may sign in',
  run: 'a run: its record, its output if that is large, its effects and its large loops',
  session: 'the hash of a secret: somebody who is signed in',
  settings: 'the settings, and those of before',
  'stopped-runs': 'runs that were stopped lately',
  subscription: 'a key of events: flows that listen',
  tokens: 'every API token',
  uses: 'a connection: flows that use it',
  vault: 'the key of all secrets, encrypted',
  wait: 'a key of events: steps of runs that wait for one',
  week: 'a flow: its counts of runs by day',
} as const;

/** Name of a partition of the table. */
export type Partition = keyof typeof partitions;

/** The first part of each partition key of the indexes: what a list holds, or the state of a run. */
export type IndexPartition =
  | 'runs'
  | 'verdicts'
  | 'queued'
  | 'running'
  | 'succeeded'
  | 'failed'
  | 'stopped'
  | 'timedOut';

/** Sort keys where items of several kinds share a partition; those that end with `#` are beginnings. */
export const sortKeys = {
  run: { record: 'run', output: 'output', effect: 'effect#', loop: 'loop#' },
  flow: { head: 'head', text: 'text', version: 'version#', pin: 'pin#', pins: 'pins' },
  gate: { holders: 'gate', line: 'line#' },
} as const;

/** A partition key: the workspace, what lies there and the parts that tell which, joined by `#`. */
export function partition(of: Partition | IndexPartition, ...parts: string[]): string {
  return [workspace(), of, ...parts].join('#');
}

/** What lies in a partition of the table, and the parts behind it; undefined for a key of another workspace. */
export function partitionOf(pk: string): { of: Partition; rest: string } | undefined {
  const before = `${workspace()}#`;
  if (!pk.startsWith(before)) return undefined;
  const [of = '', ...rest] = pk.slice(before.length).split('#');
  return Object.hasOwn(partitions, of) ? { of: of as Partition, rest: rest.join('#') } : undefined;
}
