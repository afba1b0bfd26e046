import { type ChaosFlow, message, n, send } from './chaos-flow.ts';

/** Whether the called run of this event fails. */
const calledFails = (value: number) => value % 5 === 2;

const types = ['express', 'standard'] as const;

/** Flows that only others call. */
export function calledFlows(url: string): string[] {
  return types.map(
    (type) => `
id: called-${type}
name: Called
type: ${type}
trigger: { use: core.manual }
steps:
  - ${send('send', url, `called-${type}`, 'n: "{{ $trigger.n }}", by: "{{ $trigger.by }}"')}
  - id: some
    if: { left: "{{ $trigger.n % 5 }}", op: equals, right: 2 }
    then: [ { id: no, stop: failed, message: no } ]
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.n }}" } }
`,
  );
}

/** Runs that hang on others: on those they call, on events they wait for, on those before them in line. */
export function linkedFlows(url: string): ChaosFlow[] {
  const called = (type: string, value: number) => `called-${type} ${calledFails(value) ? 'failed' : 'succeeded'}`;
  const told = (type: string, value: number, by: string) => message(`called-${type}`, { n: value, by });
  const calls = (type: string): ChaosFlow => ({
    id: `calls-${type}`,
    source: `
id: calls-${type}
name: Calls two and waits for one
trigger: { use: core.webhook }
steps:
  - { id: beside, call: called-${type}, with: { ${n}, by: beside } }
  - id: guarded
    try:
      - { id: sub, call: called-${type}, with: { ${n}, by: sub }, await: true }
      - { id: took, set: { it: "{{ $sub.output.n }}" } }
    catch:
      - { id: failed, set: { it: none } }
  - { id: done, stop: succeeded, output: { it: "{{ $guarded.it }}" } }
`,
    expected: (value) => ({
      status: 'succeeded',
      output: { it: calledFails(value) ? 'none' : value },
      messages: [told(type, value, 'beside'), told(type, value, 'sub')],
      calls: [called(type, value), called(type, value)],
    }),
  });
  return [
    ...types.map(calls),
    {
      id: 'answers-called',
      answers: true,
      source: `
id: answers-called
name: Answers when what it calls has ended
trigger: { use: core.webhook, with: { respond: finished } }
steps:
  - { id: sub, call: called-express, with: { ${n}, by: answers }, await: true, onError: continue }
  - { id: done, stop: succeeded, output: { n: "{{ $trigger.body.n }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { n: value },
        messages: [told('express', value, 'answers')],
        calls: [called('express', value)],
      }),
    },
    {
      id: 'asks',
      source: `
id: asks
name: Asks and waits for the answer
trigger: { use: core.webhook }
steps:
  - ${send('ask', url, 'asks', n)}
  - { id: reply, wait: { event: jira.issueUpdated, connection: jira, match: { left: "{{ $event.issue.key }}", op: equals, right: "A-{{ $trigger.body.n }}" }, timeout: 1h } }
  - ${send('tell', url, 'asked', n)}
  - { id: done, stop: succeeded, output: { key: "{{ $reply.issue.key }}" } }
`,
      expected: (value) => ({
        status: 'succeeded',
        output: { key: `A-${value}` },
        messages: [message('asks', { n: value }), message('asked', { n: value })],
      }),
    },
    {
      id: 'links',
      source: `
id: links
name: Sends its address and waits for the answer
trigger: { use: core.webhook }
steps:
  - ${send('ask', url, 'links', `${n}, link: "{{ $run.callbacks.answer }}"`)}
  - { id: answer, wait: { callback: { timeout: 1h } } }
  - ${send('tell', url, 'linked', n)}
  - { id: done, stop: succeeded, output: { n: "{{ $answer.n }}" } }
`,
      expected: (value) => ({ status: 'succeeded', output: { n: value }, messages: [message('linked', { n: value })] }),
    },
    ...types.map(
      (type): ChaosFlow => ({
        id: `line-${type}`,
        source: `
id: line-${type}
name: One at a time for each key
type: ${type}
concurrency: { key: "{{ $trigger.body.n % ${lines} }}", max: 1 }
trigger: { use: core.webhook }
steps:
  - ${send('enter', url, `line-${type}/in`, n)}
  - { id: stay, wait: { for: 1s } }
  - ${send('leave', url, `line-${type}/out`, n)}
`,
        expected: (value) => ({
          status: 'succeeded',
          messages: [message(`line-${type}/in`, { n: value }), message(`line-${type}/out`, { n: value })],
        }),
      }),
    ),
  ];
}

const lines = 4;

/** The line in which a message of a flow `line` stands, and whether its run comes or goes; undefined for any other. */
export function placeOf(path: string, value: number): { line: string; comes: boolean } | undefined {
  const [, type, way] = /^\/line-(\w+)\/(in|out)$/.exec(path) ?? [];
  return type === undefined ? undefined : { line: `line-${type} ${value % lines}`, comes: way === 'in' };
}
