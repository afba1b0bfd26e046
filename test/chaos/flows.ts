import { type ChaosFlow, message, n, send } from './chaos-flow.ts';

/** How often the vendor refuses a message of the flow `retries` before it takes it. */
export function refusals(n: number): number {
  return n % 3;
}

/** Whether the vendor refuses a message of the flow `guarded` for good. */
export function refusedForGood(n: number): boolean {
  return n % 2 === 1;
}

/** Rounds in which the flow `rounds` asks the vendor. */
export function roundsOf(n: number): number {
  return (n % 3) + 1;
}

const count = (items: number) => Array.from({ length: items }, (_, index) => index + 1);

/** One flow for every kind of step that can be cut off; the vendor is at `url`. */
export function chaosFlows(url: string): ChaosFlow[] {
  const kinds: ChaosFlow[] = (['express', 'standard'] as const).flatMap((type) => [
    {
      id: `each-${type}`,
      source: `
id: each-${type}
name: A message for each
type: ${type}
trigger: { use: core.webhook }
steps:
  - id: lines
    forEach: "{{ [1..($trigger.body.n % 5)] }}"
    as: item
    concurrency: 2
    do: [ ${send('tell', url, `each-${type}`, `${n}, item: "{{ $item }}"`)} ]
  - { id: done, stop: succeeded, output: { told: "{{ $count($lines.results) }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { told: value % 5 },
        messages: count(value % 5).map((item) => message(`each-${type}`, { n: value, item })),
      }),
    },
    {
      id: `fan-${type}`,
      source: `
id: fan-${type}
name: Two at a time
type: ${type}
trigger: { use: core.webhook }
steps:
  - id: both
    parallel:
      left: [ ${send('chat', url, `fan-${type}/left`, n)} ]
      right:
        - { id: pause, wait: { for: 1s } }
        - ${send('mail', url, `fan-${type}/right`, n)}
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.body.n }}", ok: "{{ $both.left.body.ok and $both.right.body.ok }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { n: value, ok: true },
        messages: [message(`fan-${type}/left`, { n: value }), message(`fan-${type}/right`, { n: value })],
      }),
    },
    {
      id: `guarded-${type}`,
      source: `
id: guarded-${type}
name: What is refused is told
type: ${type}
trigger: { use: core.webhook }
steps:
  - id: guarded
    try: [ ${send('ask', url, `guarded-${type}`, n)} ]
    catch: [ ${send('tell', url, `caught-${type}`, `${n}, code: "{{ $guarded.error.code }}"`)} ]
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.body.n }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { n: value },
        messages: [
          refusedForGood(value)
            ? message(`caught-${type}`, { n: value, code: 'InvalidInput' })
            : message(`guarded-${type}`, { n: value }),
        ],
      }),
    },
  ]);
  return [
    {
      id: 'relay',
      source: `
id: relay
name: Relay
trigger: { use: core.webhook, when: { left: "{{ $trigger.body.n % 4 }}", op: notEquals, right: 3 } }
steps: [ ${send('send', url, 'relay', n)} ]
`,
      expected: (value) =>
        value % 4 === 3
          ? { status: 'none', messages: [] }
          : { status: 'succeeded', messages: [message('relay', { n: value })] },
    },
    {
      id: 'waits',
      source: `
id: waits
name: Waits
type: standard
trigger: { use: core.webhook }
steps:
  - { id: pause, wait: { for: 2s } }
  - ${send('send', url, 'waits', n)}
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.body.n }}" } }
`,
      expected: (value) => ({ status: 'succeeded', output: { n: value }, messages: [message('waits', { n: value })] }),
    },
    {
      id: 'rounds',
      source: `
id: rounds
name: Asks until it is done
trigger: { use: core.webhook }
steps:
  - id: ready
    repeat: { until: { left: "{{ $ask.body.done }}", op: isTrue }, every: 1s, atMost: 15m }
    do: [ ${send('ask', url, 'rounds', n)} ]
  - ${send('tell', url, 'ready', n)}
  - { id: done, stop: succeeded, output: { rounds: "{{ $ready.body.rounds }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { rounds: roundsOf(value) },
        messages: [message('ready', { n: value })],
      }),
    },
    {
      id: 'retries',
      source: `
id: retries
name: Tries again
trigger: { use: core.webhook }
steps: [ ${send('send', url, 'retries', n, ', retry: { attempts: 5, first: 1s, factor: 1 }')} ]
`,
      expected: (value) => ({ status: 'succeeded', messages: [message('retries', { n: value })] }),
    },
    {
      id: 'refuses',
      source: `
id: refuses
name: Ends as failed at times
type: standard
trigger: { use: core.webhook }
steps:
  - ${send('send', url, 'refuses', n)}
  - id: odd
    if: { left: "{{ $trigger.body.n % 2 }}", op: equals, right: 1 }
    then: [ { id: no, stop: failed, message: "odd: {{ $trigger.body.n }}" } ]
`,
      expected: (value) => ({
        status: value % 2 === 1 ? 'failed' : 'succeeded',
        messages: [message('refuses', { n: value })],
      }),
    },
    {
      id: 'answers',
      answers: true,
      source: `
id: answers
name: Answers
trigger: { use: core.webhook, with: { respond: finished } }
steps:
  - ${send('send', url, 'answers', n)}
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.body.n }}", ok: "{{ $send.body.ok }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { n: value, ok: true },
        messages: [message('answers', { n: value })],
      }),
    },
    ...kinds,
  ];
}

/** The flow that fires every minute, and what the vendor takes of it. */
export const ticks = {
  id: 'ticks',
  source: (url: string) => `
id: ticks
name: Every minute
trigger: { use: core.schedule, with: { cron: "* * * * *", timeZone: UTC } }
steps: [ ${send('send', url, 'ticks', 'at: "{{ $trigger.scheduledAt }}"')} ]
`,
  message: (at: string) => message('ticks', { at }),
  /** Whether it is the message of a slot at or after a moment: the clock goes on while runs are listed. */
  isSince: (text: string, moment: number) => {
    const at = /^\/ticks .*"at":"([^"]+)"/.exec(text)?.[1];
    return at !== undefined && Date.parse(at) >= moment;
  },
};
