import { calls } from '#flows/connectors/calls.generated.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { ports } from '#functions/connectors/ports/ports.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import type { Redact } from '#functions/middleware/redact.ts';
import { shownFailure } from '#functions/middleware/shown-failure.ts';
import {
  type ConnectionTest,
  keepTest,
  openConnection,
  readConnection,
  redactorOf,
} from '#functions/store/connection.ts';
import type { Handle } from '../door/call.ts';
import { shownTest } from './shown-test.ts';

/** Milliseconds that the vendor may take. */
const patience = 15_000;

/** Proves the connection with a harmless call and keeps the outcome. */
export const testConnection: Handle<'testConnection'> = async ({ params, language, now }) => {
  const { name } = params;
  const [stored, open] = await Promise.all([readConnection(name), openConnection(name)]);
  if (!stored || !open) throw new AppError(404, 'noConnection', { params });
  const test = calls[stored.connector]?.test;
  if (!test) throw new AppError(409, 'noTest', { params: { connector: stored.connector } });
  const signal = AbortSignal.timeout(patience);
  const redact = redactorOf(open);
  const outcome = await attempt(
    () => test({ connection: open.fields, ports: ports(process.env.MILLRACE_ALLOW_ADDRESSES ?? '')(signal) }),
    redact,
  );
  const kept = { at: new Date(now).toISOString(), ...outcome };
  await keepTest(stored, kept);
  const { works, says } = shownTest(kept, language);
  return { works, says };
};

async function attempt(
  test: () => Promise<{ says: string }>,
  redact: Redact,
): Promise<Pick<ConnectionTest, 'works' | 'says' | 'failure'>> {
  try {
    return { works: true, says: redact((await test()).says) };
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    const failure = shownFailure(error.failure, redact);
    return { works: false, says: failure.message, failure };
  }
}
