import type { Calendar } from '#flows/language/calendar.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Problem } from '#flows/language/problem.ts';

/** Where a state came from: the step (none for the states around all steps) and what this state does for it. */
export interface StateOrigin {
  step: string;
  /**
   * Static part of the step's path with `[]` for each loop: `lines[]/tell`, and `[#variable]` for each repeat, whose
   * round has its number in that variable. Only they are in it: ids are unique.
   */
  path: string;
  role: 'step' | 'join' | 'round' | 'iteration' | 'retryAfter' | 'end' | 'helper';
}

/** One way of firing a schedule, in EventBridge Scheduler's own words. */
export interface CompiledSchedule {
  /** `cron(0 9 ? * 2-6 *)`, `rate(5 minutes)` or `at(2026-11-20T09:00:00)`. */
  expression: string;
  timeZone: string;
  missed: 'once' | 'skip';
  /** Flexible window in minutes, 0 for none. */
  window: number;
  skipHolidays: boolean;
}

/** How many runs of a flow may be under way, and what becomes of the others. */
export interface Concurrency {
  max: number;
  whenFull: 'queue' | 'skip' | 'replace';
  /** JSONata over `$trigger`, `$flow` and `$env`: runs with the same key count together. */
  key?: string;
}

/** Which events start the flow. `filter` is one JSONata expression, see `judge` in compiler/verdict.ts. */
export interface CompiledSubscription {
  type: string;
  connection?: string;
  /** Absent when every event of the type starts a run. */
  filter?: string;
  /** True when the caller waits for the flow's answer. */
  respond: boolean;
  concurrency?: Concurrency;
  /** True when runs wait for callbacks and need a secret for their addresses. */
  callbacks?: true;
}

/** US dollars of AWS list price for one run. */
export interface CostEstimate {
  pricesOf: string;
  shortest: number;
  typical: number;
  longest: number;
}

export interface CompiledFlow {
  flow: string;
  type: 'EXPRESS' | 'STANDARD';
  /** Seconds from the start after which the run is timedOut. */
  deadline: number;
  /** Amazon States Language. */
  definition: JsonObject;
  subscription: CompiledSubscription;
  schedule?: CompiledSchedule;
  /** What it took of the workspace's calendar: when that changes, the flow must be published again. */
  calendar?: Partial<Calendar>;
  /** Keys of the events that runs wait for (`subscriptionKey`), sorted; absent when they wait for none. */
  waits?: string[];
  sourceMap: Record<string, StateOrigin>;
  /** Connector ids whose functions the flow calls. */
  connectors: string[];
  /** Names of the connections the flow uses, with the connector each must be of and the steps that use it. */
  connections: { name: string; connector: string; steps: string[] }[];
  cost: CostEstimate;
}

/** `compiled` is absent when a finding is an error. */
export interface CompileResult {
  compiled?: CompiledFlow;
  problems: Problem[];
}
