import type { Json } from '#flows/language/json.ts';
import type { RecordedLoop } from './large-loops.ts';
import type { RecordedEffect, RunRecords } from './recorded-run.ts';

/** Records of a run that have been looked up, by their paths; undefined where there is none. */
export interface FoundRecords {
  effects: Map<string, RecordedEffect | undefined>;
  loops: Map<string, RecordedLoop | undefined>;
  /** Items of loops, by their numbers. */
  items: Map<string, Map<number, Json | undefined>>;
}

/** Records that a history cannot do without. */
export interface MissingRecords {
  effects: string[];
  loops: string[];
  items: { path: string; indices: number[] }[];
}

/** What was asked for has to be looked up first. */
export class NotLookedUp extends Error {}

/** Answers with records that have been found; rejects with NotLookedUp for others, and notes them in `missing`. */
export function recordsAmong(found: FoundRecords): RunRecords & { missing: MissingRecords } {
  const missing: MissingRecords = { effects: [], loops: [], items: [] };
  return {
    missing,
    async effect(path) {
      if (found.effects.has(path)) return found.effects.get(path);
      missing.effects.push(path);
      throw new NotLookedUp();
    },
    async loop(path) {
      if (found.loops.has(path)) return found.loops.get(path);
      missing.loops.push(path);
      throw new NotLookedUp();
    },
    async items({ path }, indices) {
      const items = found.items.get(path);
      const others = indices.filter((index) => !items?.has(index));
      if (others.length === 0) return indices.map((index) => items?.get(index));
      missing.items.push({ path, indices: others });
      throw new NotLookedUp();
    },
  };
}
