/** A published flow listening under one key (`subscriptionKey` of flows/language/event-envelope.ts). */
export interface Subscription {
  key: string;
  flow: string;
  name: string;
  version: number;
  state: 'on' | 'paused';
  /** ARN of the published state machine version. */
  machine: string;
  type: 'EXPRESS' | 'STANDARD';
  /** Seconds. */
  deadline: number;
  /** JSONata of compiler/verdict.ts; absent when every event starts a run. */
  filter?: string;
  respond: boolean;
  skipHolidays: boolean;
  /** Of the schedule; holidays are judged in it. */
  timeZone?: string;
}
