import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { ports } from '#functions/connectors/ports/ports.ts';
import { redactor } from '#functions/middleware/redact.ts';
import { keepTest, openConnection, readConnection } from '#functions/store/connection.ts';
import { ApiError } from './api-error.ts';
import type { Handle } from './call.ts';

/** Milliseconds that the vendor may take. */
const patience = 15_000;

/** Proves the connection with a harmless call and keeps the outcome. */
export const testConnection: Handle<'testConnection'> = async ({ params, now }) => {
  const { name } = params;
  const [stored, open] = await Promise.all([readConnection(name), openConnection(name)]);
  if (!stored || !open) throw new ApiError(404, 'noConnection', { params });
  const test = catalogue[stored.connector]?.connection?.test;
  if (!test) throw new ApiError(409, 'noTest', { params: { connector: stored.connector } });
  const signal = AbortSignal.timeout(patience);
  const redact = redactor(Object.keys(stored.secrets).map((field) => open.fields[field] ?? ''));
  const outcome = await attempt(() =>
    test({ connection: open.fields, ports: ports(process.env.MILLRACE_ALLOW_ADDRESSES ?? '')(signal) }),
  );
  const shown = { works: outcome.works, says: redact(outcome.says) };
  await keepTest(stored, { at: new Date(now).toISOString(), ...shown });
  return shown;
};

async function attempt(test: () => Promise<{ says: string }>): Promise<{ works: boolean; says: string }> {
  try {
    return { works: true, ...(await test()) };
  } catch (error) {
    if (error instanceof ConnectorError) return { works: false, says: error.message };
    throw error;
  }
}
