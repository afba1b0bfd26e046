import type { TestConnection } from '#flows/connectors/calls.ts';
import { authorize } from './authorize.ts';

/** Asks for the base address itself: whatever it answers but a refusal of the credentials shows that they go there. */
export const test: TestConnection = async ({ connection, ports }) => {
  const url = connection.baseUrl ?? '';
  const call = { method: 'GET', url, headers: {}, accept: answered };
  authorize(call, connection);
  const { status } = await ports.http(call);
  return { says: `HTTP ${status} · ${new URL(url).host}` };
};

/** 401 and 403 refuse the credentials, and from 500 up the API does not work. */
function answered(status: number): boolean {
  return status < 500 && status !== 401 && status !== 403;
}
