import type { Json } from './json.ts';

/** What every trigger puts on the bus: one thing that happened. */
export interface EventEnvelope {
  /** `<source>:<hook, connection or flow>:<key>`: equal for two deliveries of the same thing. */
  id: string;
  /** The connector: `jira`, `core`. */
  source: string;
  /** The trigger: `jira.issueUpdated`, `core.webhook`, `core.schedule`, `core.manual`. */
  type: string;
  /** When it happened, ISO 8601 in UTC. */
  time: string;
  /** The connection it came through; null for built-in triggers. */
  connection: string | null;
  /** Set for built-in triggers and samples: the one flow it is meant for. */
  flow?: string;
  /** The event or run that this one repeats (manual runs, replays, run again). */
  causedBy?: string;
  /** What the flow sees as `$trigger`. */
  data: Json;
}

/**
 * Key under which a flow subscribes and an event looks for flows:
 * `type#connection` for vendor triggers, `type#flow` for built-in ones.
 */
export function subscriptionKey(type: string, connectionOrFlow: string): string {
  return `${type}#${connectionOrFlow}`;
}

/** The key of an event that a run of `flow` waits for: an event of core is one at the flow's own address. */
export function awaitedKey(event: string, connection: string | undefined, flow: string): string {
  return subscriptionKey(event, event.startsWith('core.') ? flow : (connection ?? ''));
}
