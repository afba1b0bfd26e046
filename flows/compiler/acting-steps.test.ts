import { expect, test } from 'vitest';
import { parseFlow } from './1-parse/parse.ts';
import { actingSteps } from './acting-steps.ts';

test('what runs anew does anew: actions that write or send, requests but GET and HEAD, calls; wherever they stand', () => {
  const { flow } = parseFlow(
    `id: x
trigger: { use: core.manual }
steps:
  - { id: find, use: jira.getIssue, connection: j, with: { issue: A-1 } }
  - { id: ask, use: http.request, with: { url: "https://a.example" } }
  - { id: head, use: http.request, with: { method: HEAD, url: "https://a.example" } }
  - { id: any, use: http.request, with: { method: "{{ $trigger.m }}", url: "https://a.example" } }
  - id: each
    forEach: "{{ $trigger.items }}"
    as: item
    do: [{ id: tell, use: slack.sendWebhookMessage, connection: s, with: { text: hello } }]
  - id: risky
    try: [{ id: odd, use: nowhere.known, with: {} }]
    catch: [{ id: comment, use: jira.addComment, connection: j, with: { issue: A-1, text: x } }]
  - { id: off, disabled: true, use: jira.addComment, connection: j, with: { issue: A-1, text: x } }
  - { id: other, call: another }
`,
    'yaml',
  );
  const effects: Record<string, string> = {
    'jira.getIssue': 'reads',
    'http.request': 'sends',
    'slack.sendWebhookMessage': 'sends',
    'jira.addComment': 'writes',
  };
  const steps = actingSteps(flow!, (use) => effects[use]);
  expect(steps.map(({ id }) => id)).toEqual(['any', 'tell', 'odd', 'comment', 'other']);
});
