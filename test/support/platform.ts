import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '#flows/language/json.ts';
import { registerLocalToken } from '#functions/api/people/administrator.ts';
import { blueprint } from '#infra/blueprint.ts';
import { functionEnvironment } from '#infra/local/environment.ts';
import { faults } from '#infra/local/faults/faults.ts';
import { startPlatform } from '#infra/local/platform.ts';
import { openDataFolder } from '#infra/local/storage/data-folder.ts';
import { callApi } from './call-api.ts';
import { faultPlan } from './fault-plan.ts';

const token = 'the-token-of-an-administrator';

/**
 * The whole product in this process, without its HTTP server: `api` hands requests to the API's door. With a plan of
 * faults, or MILLRACE_TEST_FAULTS, calls to AWS go wrong.
 */
export async function startPlatformForTest(now = Date.now(), plan = faultPlan()) {
  const path = mkdtempSync(join(tmpdir(), 'millrace-platform-'));
  const folder = openDataFolder(path);
  Object.assign(
    process.env,
    functionEnvironment({ publicUrl: 'http://127.0.0.1:4310', allowAddresses: '127.0.0.0/8', rates: blueprint.rates }),
    { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_LAMBDA_LOG_LEVEL: 'ERROR' },
  );
  const wrong = plan && faults(plan);
  const report = (line: string) => process.stderr.write(`${line}\n`);
  const platform = await startPlatform(join(import.meta.dirname, '../..'), folder, report, 30, wrong);
  await registerLocalToken(token, now);
  platform.run();
  return {
    platform,
    faults: wrong,
    token,
    /** Calls the API as an administrator. */
    api: (method: string, url: string, body?: Json) => callApi(method, url, { token, body }),
    async stop() {
      await platform.stop();
      folder.unlock();
      rmSync(path, { recursive: true, force: true });
    },
  };
}
