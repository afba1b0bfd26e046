const statuses = ['In Review', 'Blocked', 'Done'];
const description = 'The export job stops when the filter holds a date range. '.repeat(7);

/** Whether the condition of the flow lets the event of that number through: half of them, the even ones. */
export function matches(n: number): boolean {
  return n % 2 === 0;
}

/** An event of about 1 KB as an issue tracker sends it; `ts` is milliseconds since 1970. */
export function event(n: number, ts: number): string {
  return JSON.stringify({
    id: `event-${n}`,
    ts,
    webhookEvent: 'jira:issue_updated',
    user: { accountId: '5b10a2844c20165700ede21g', displayName: 'Mia Krystof' },
    issue: {
      id: String(10_000 + n),
      key: `OPS-${n}`,
      fields: {
        summary: 'Export stops after the third page',
        description,
        priority: { name: n % 4 === 1 ? 'Low' : 'High' },
        status: { name: n % 4 === 3 ? 'Backlog' : statuses[((n / 2) % statuses.length) | 0] },
        project: { key: 'OPS', name: 'Operations' },
        labels: ['export', 'regression'],
        assignee: { displayName: 'Emma Paris' },
      },
    },
    changelog: { items: [{ field: 'status', fromString: 'In Progress', toString: 'In Review' }] },
  });
}

/** The flow that every contender runs: two conditions, a text made of three fields, one POST. */
export function benchFlow(sink: string): string {
  return `
id: bench
name: Bench
trigger:
  use: core.webhook
  when:
    all:
      - { left: "{{ $trigger.body.issue.fields.priority.name }}", op: equals, right: High }
      - { left: "{{ $trigger.body.issue.fields.status.name }}", op: in, right: [In Review, Blocked, Done] }
steps:
  - id: send
    use: http.request
    with:
      method: POST
      url: "${sink}/message"
      body:
        ts: "{{ $trigger.body.ts }}"
        text: "{{ $trigger.body.user.displayName }} moved {{ $trigger.body.issue.key }} ({{ $trigger.body.issue.fields.summary }}) to {{ $trigger.body.issue.fields.status.name }}"
`;
}

/** A flow whose runs wait for a day. */
export const waitingFlow = `
id: waiting
name: Waiting
type: standard
trigger: { use: core.webhook }
steps:
  - { id: pause, wait: { for: 24h } }
`;
