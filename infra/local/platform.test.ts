import { expect, it } from 'vitest';
import { startManualRun } from '#functions/runs/start-manual-run.ts';
import { startFunctions } from '#test/support/functions.ts';
import { startReceiver } from '#test/support/receiver.ts';

it('stops although executions end meanwhile, while others still call', async () => {
  const receiver = await startReceiver(({ path }) => ({ after: path === '/slow' ? 900 : 200 }));
  const millrace = await startFunctions();
  await millrace.publish(`
id: last
type: standard
trigger: { use: core.manual }
steps:
  - { id: send, use: http.request, with: { url: "${receiver.url}/{{ $trigger.path }}", method: POST } }`);
  for (const path of ['quick', 'slow']) await startManualRun('last', { path }, Date.now());
  await expect.poll(() => receiver.received.length).toBe(2);
  await millrace.stop();
  await receiver.close();
}, 20_000);
