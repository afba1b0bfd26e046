/** What exists on AWS and on one machine alike: plain data, read by infra/aws and infra/local. */
import { connectors } from './connectors.generated.ts';

export interface FunctionPlan {
  /** Name after the prefix: `webhook`, `jira`. */
  name: string;
  /** Module with the exported `handler`, from the project's root. */
  entry: string;
  memoryMB: number;
  timeoutSeconds: number;
}

export const blueprint = {
  /** Prefix of every function's name. */
  functionPrefix: 'millrace-',
  functions: [
    { name: 'webhook', entry: 'functions/webhook/handler.ts', memoryMB: 512, timeoutSeconds: 30 },
    { name: 'api', entry: 'functions/api/handler.ts', memoryMB: 1024, timeoutSeconds: 30 },
    { name: 'dispatch', entry: 'functions/dispatch/handler.ts', memoryMB: 512, timeoutSeconds: 60 },
    { name: 'ledger', entry: 'functions/ledger/handler.ts', memoryMB: 512, timeoutSeconds: 60 },
    { name: 'steps', entry: 'functions/steps/handler.ts', memoryMB: 512, timeoutSeconds: 30 },
    ...connectors.map((id) => ({
      name: id,
      entry: `functions/connectors/${id}.generated.ts`,
      memoryMB: 512,
      timeoutSeconds: 900,
    })),
  ] satisfies FunctionPlan[] as FunctionPlan[],
  connectors,

  /** Its keys and indexes are functions/store/table/table-shape.ts. */
  table: 'millrace',

  bucket: 'millrace',
  /** Days after which objects are forgotten whose keys begin so: one more than records of runs are kept. */
  forgotten: [{ prefix: 'runs/', days: 31 }],
  keyAlias: 'alias/millrace',
  scheduleGroup: 'millrace',

  bus: 'millrace',
  /**
   * Every rule hands its events to one function through a queue with dead letters. So many tries outlast a store that is
   * away for half an hour, and a machine that loses its power a dozen times with the message in hand.
   */
  rules: [
    { name: 'events', source: ['millrace'], function: 'dispatch', batchSize: 25, maxReceives: 24 },
    { name: 'ends', source: ['aws.states'], function: 'ledger', batchSize: 10, maxReceives: 24 },
  ],

  /**
   * First match wins; `*` takes the rest of the path. Whatever matches none is a file of the console. `throttle` is what
   * API Gateway takes in, refused requests too, before a function sees them: so much that nobody fills it alone. On one
   * machine a caller of the API has so many requests worked on `atOnce`, but for the one that is `free`.
   */
  routes: [
    { path: '/hooks/*', function: 'webhook', maxBodyBytes: 262_144, throttle: { rate: 10_000, burst: 5000 } },
    { path: '/callbacks/*', function: 'webhook', maxBodyBytes: 65_536, throttle: { rate: 10_000, burst: 5000 } },
    {
      path: '/api/*',
      function: 'api',
      maxBodyBytes: 1_048_576,
      throttle: { rate: 10_000, burst: 5000 },
      atOnce: 8,
      free: '/api/health',
      compress: true,
    },
  ],

  /**
   * Requests a second: to one webhook address and from one caller's address to the API; and of what was let in, known
   * addresses and signed-in callers, to all together.
   */
  rates: { hook: 2000, api: 500, allHooks: 5000, allApi: 1000 },

  /** Jobs that keep the records true, by EventBridge Scheduler on AWS and a timer on one machine. */
  jobs: [{ name: 'sweep', function: 'ledger', everySeconds: 60, input: { kind: 'sweep' } }],
} as const;
