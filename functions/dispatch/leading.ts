import type { Evaluate } from '#flows/expression/host.ts';
import type { Configuration } from '#functions/store/configuration.ts';
import type { listPlace } from '#functions/store/table/hours.ts';
import type { Verdict } from '#functions/store/verdict.ts';

/** What came of a message, for the end of its batch. */
export interface Led {
  /** Why the message must come again. */
  broken?: Error;
  verdicts: Verdict[];
  /** EXPRESS runs that were begun, by flow. */
  begun: Map<string, number>;
  /** Gates before which runs line up. */
  gates: Set<string>;
}

/** One message: what it has led to so far, and what it needs for that. */
export interface Leading extends Led {
  configured: Configuration;
  evaluatorOf: (flow: string) => Evaluate;
  /** Where a run stands in the list of its flow. */
  runPlace: ReturnType<typeof listPlace>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Nothing is wrong, but the message must not be dropped yet. */
export class StartedElsewhere extends Error {}

/** A message that has led to nothing yet. */
export function nothingYet(): Led {
  return { verdicts: [], begun: new Map(), gates: new Set() };
}

/** Adds what came of a message to what came of its batch. */
export function addOutcome(batch: Led, { verdicts, begun, gates }: Led): void {
  batch.verdicts.push(...verdicts);
  for (const [flow, count] of begun) batch.begun.set(flow, (batch.begun.get(flow) ?? 0) + count);
  for (const gate of gates) batch.gates.add(gate);
}
