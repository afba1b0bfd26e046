import type { startReceiver } from '#test/support/receiver.ts';
import type { TestServer } from '#test/support/server.ts';

type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A flow that shows most of what a canvas draws. */
const orders = `id: large-orders
name: Large orders reach a person
trigger:
  use: core.webhook
  when: { left: "{{ $trigger.body.total }}", op: gte, right: 100 }
steps:
  - id: is_new
    name: Is the customer new?
    if: { left: "{{ $trigger.body.customer.since }}", op: empty }
    then:
      - id: welcome
        name: Welcome the customer
        use: slack.sendWebhookMessage
        connection: slack
        with: { text: "Welcome {{ $trigger.body.customer.name }}, your order {{ $trigger.body.number }} is with us." }
    else:
      - id: tell_sales
        name: Tell sales
        note: Sales asked for this in March.
        use: slack.sendWebhookMessage
        connection: slack
        with: { text: "{{ $trigger.body.number }}: {{ $trigger.body.total }} from {{ $trigger.body.customer.name }}" }
  - id: lines
    name: Every line of the order
    forEach: "{{ $trigger.body.lines }}"
    as: line
    do:
      - id: reserve
        name: Reserve the goods
        use: http.request
        connection: shop
        with: { method: POST, url: "/stock/{{ $line.sku }}", body: { count: "{{ $line.count }}" } }
        onError: continue
  - id: total
    name: Remember the total
    set: { lines: "{{ $count($lines.results) }}", total: "{{ $trigger.body.total }}" }
  - { id: done, name: Answer, stop: succeeded, output: { lines: "{{ $total.lines }}" } }
`;

const digest = `id: daily-digest
name: 每日摘要发到销售群
trigger: { use: core.schedule, with: { cron: "0 9 * * 1-5", timeZone: Asia/Shanghai } }
steps:
  - id: numbers
    name: 读取昨日数据
    use: http.request
    connection: shop
    with: { method: GET, url: /numbers }
  - id: tell
    name: 发送到群
    use: slack.sendWebhookMessage
    connection: slack
    with: { text: "昨日订单 {{ $numbers.body.orders }} 单" }
`;

const order = (number: string, total: number, since?: string) => ({
  number,
  total,
  customer: { name: 'Wu Ltd', ...(since && { since }) },
  lines: [
    { sku: 'A-1', count: 2 },
    { sku: 'B-7', count: 1 },
  ],
});

/** Fills a workspace with connections, flows, and runs of each kind; answers the pages that are worth a picture. */
export async function fillWorkspace(server: TestServer, receiver: Receiver): Promise<Record<string, string>> {
  const { api } = server;
  const connections = {
    slack: { connector: 'slack', fields: { webhookUrl: `${receiver.url}/slack` } },
    shop: { connector: 'http', fields: { baseUrl: `${receiver.url}/shop`, scheme: 'bearer', secret: 'sample-token' } },
  };
  for (const [name, body] of Object.entries(connections)) await api('PUT', `/api/connections/${name}`, body);
  const hooks = new Map<string, string>();
  for (const [id, source] of Object.entries({ 'large-orders': orders, 'daily-digest': digest })) {
    await api('PUT', `/api/flows/${id}`, { source });
    const { hooks: made } = await api<{ hooks: { url: string }[] }>('POST', `/api/flows/${id}/publish`, {});
    hooks.set(id, made[0]?.url ?? '');
  }
  await api('PUT', '/api/flows/new-flow', {
    source: 'id: new-flow\nname: Something new\ntrigger: { use: core.webhook }\nsteps: []\n',
  });
  receiver.answerWith(({ path }) =>
    path === '/shop/stock/B-7' ? { status: 404, body: { message: 'no such goods' } } : {},
  );
  const send = (body: unknown) =>
    fetch(hooks.get('large-orders')!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await send(order('A-1001', 500));
  await send(order('A-1002', 12));
  await endedRuns(server, 1);
  receiver.answerWith(({ path }) => (path === '/slack' ? { status: 404, body: 'no_team' } : {}));
  await send(order('A-1003', 250, '2019-03-01'));
  const ended = await endedRuns(server, 2);
  const failed = ended.find(({ status }) => status === 'failed') ?? ended[0]!;
  const good = ended.find(({ status }) => status === 'succeeded') ?? ended[0]!;
  return {
    flows: '/',
    'new-flow': '/?new=1',
    builder: '/flows/large-orders',
    'builder-step': '/flows/large-orders?step=tell_sales',
    'builder-trigger': '/flows/large-orders?step=$trigger',
    'builder-empty': '/flows/new-flow',
    'builder-digest': '/flows/daily-digest',
    'dry-run': '/flows/large-orders?tab=try',
    start: '/flows/large-orders?tab=start',
    'flow-runs': '/flows/large-orders?tab=runs',
    versions: '/flows/large-orders?tab=versions',
    publish: '/flows/large-orders/publish',
    runs: '/runs',
    'run-failed': `/runs/${failed.id}`,
    'run-good': `/runs/${good.id}?step=lines`,
    events: '/events',
    undelivered: '/undelivered',
    upcoming: '/upcoming',
    connections: '/connections',
    connection: '/connections/slack',
    connect: '/connect',
    'connect-jira': '/connect/jira',
    templates: '/templates',
    template: '/templates/daily-numbers',
    settings: '/settings',
  };
}

async function endedRuns(server: TestServer, count: number): Promise<{ id: string; status: string }[]> {
  for (let round = 0; ; round += 1) {
    const { items } = await server.api<{ items: { id: string; status: string }[] }>('GET', '/api/runs');
    const ended = items.filter(({ status }) => status !== 'running' && status !== 'queued');
    if (ended.length >= count || round > 100) return ended;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
