import { type IndexPartition, partition } from './keys.ts';

type RunState = Exclude<IndexPartition, 'runs' | 'verdicts'>;

const shards = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** The partition of the index `open` for a run in this state: the id is a hash, so its last digit spreads evenly. */
export function openPartition(status: RunState, id: string): string {
  return partition(status, shards[Number.parseInt(id.slice(-1), 16) % shards.length] as string);
}

/** All partitions of the index `open` for one state. */
export function openPartitions(status: RunState): string[] {
  return shards.map((shard) => partition(status, shard));
}
