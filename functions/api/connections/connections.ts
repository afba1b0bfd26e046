import { calls } from '#flows/connectors/calls.generated.ts';
import { catalogue } from '#flows/connectors/catalogue.generated.ts';
import type { Connector } from '#flows/connectors/define-connector.ts';
import { AppError } from '#functions/middleware/app-error.ts';
import {
  listConnections as connectionsOf,
  openConnection,
  readConnection,
  deleteConnection as removeConnection,
  type StoredConnection,
  sealField,
  writeConnection,
} from '#functions/store/connection.ts';
import { newHookKey } from '#functions/store/hook.ts';
import { flowsUsing } from '#functions/store/uses.ts';
import { isAtLeast } from '../door/authenticate.ts';
import type { Call, Handle } from '../door/call.ts';
import { pageOf } from '../door/page.ts';
import { hookOfConnection } from '../flows/hook-address.ts';
import { judgeAgain } from '../flows/judge-again.ts';
import { isSecret, mustFit, mustKnowSecrets, siteOf } from './connection-fields.ts';
import { shownTest } from './shown-test.ts';

/** Connections by name, without secrets. */
export const listConnections: Handle<'listConnections'> = async (call) => {
  const page = await connectionsOf(pageOf(call.query));
  return { ...page, items: await Promise.all(page.items.map((each) => showConnection(each, call))) };
};

/** One connection without secrets. */
export const getConnection: Handle<'getConnection'> = async (call) =>
  showConnection(await requireConnection(call.params.name), call);

/** Creates a connection, or changes the revision that the change is based on; fields left out keep their value. */
export const saveConnection: Handle<'saveConnection'> = async (call) => {
  const { params, body, caller, now, language } = call;
  const { name } = params;
  const connector = connectorOf(body.connector);
  const before = await readConnection(name);
  if (before && before.connector !== connector.id) {
    throw new AppError(409, 'otherConnector', { params: { name, connector: before.connector } });
  }
  mustBeLatest(name, body.revision, before);
  const kept = before ? ((await openConnection(name))?.fields ?? {}) : {};
  mustKnowSecrets(connector, kept, body.fields);
  const values: Record<string, string> = { ...kept };
  for (const [field, value] of Object.entries(body.fields)) {
    if (value === null) delete values[field];
    else values[field] = value;
  }
  mustFit(connector, values, language);
  const next: StoredConnection = {
    name,
    connector: connector.id,
    fields: {},
    secrets: {},
    ...(before?.hook ? { hook: before.hook } : newHook(connector, name)),
    revision: (before?.revision ?? 0) + 1,
    updatedAt: new Date(now).toISOString(),
    updatedBy: caller.name,
  };
  for (const [field, value] of Object.entries(values)) {
    if (isSecret(connector, field)) next.secrets[field] = await sealField(name, field, value);
    else next.fields[field] = value;
    const site = siteOf(connector, field, value);
    if (site !== undefined) next.sites = { ...next.sites, [field]: site };
  }
  if (!(await writeConnection(next, before))) throw new AppError(409, 'connectionChanged', { params: { name } });
  if (!before) await judgeAgain(next);
  return showConnection(next, call);
};

/** Deletes a connection that no published flow uses. */
export const deleteConnection: Handle<'deleteConnection'> = async ({ params }) => {
  const { name } = params;
  const connection = await requireConnection(name);
  const users = await flowsUsing(name);
  if (users.length > 0) throw new AppError(409, 'connectionUsed', { params: { name, flows: users.join(', ') } });
  if (!(await removeConnection(connection))) throw new AppError(409, 'connectionChanged', { params: { name } });
  await judgeAgain(connection);
};

/** Gives the connection a new webhook address. */
export const rotateConnectionHook: Handle<'rotateConnectionHook'> = async ({ params, caller, now }) => {
  const { name } = params;
  const before = await requireConnection(name);
  if (!before.hook) {
    throw new AppError(409, 'noConnectionHook', { params: { name, connector: before.connector } });
  }
  const next = {
    ...before,
    hook: { ...before.hook, key: newHookKey() },
    revision: before.revision + 1,
    updatedAt: new Date(now).toISOString(),
    updatedBy: caller.name,
  };
  if (!(await writeConnection(next, before))) throw new AppError(409, 'connectionChanged', { params: { name } });
  return hookOfConnection(next.hook);
};

function mustBeLatest(name: string, revision: number, before: StoredConnection | undefined): void {
  if (revision === (before?.revision ?? 0)) return;
  if (!before) throw new AppError(404, 'noConnection', { params: { name } });
  if (revision === 0) throw new AppError(409, 'connectionExists', { params: { name, connector: before.connector } });
  throw new AppError(409, 'connectionChanged', { params: { name } });
}

async function requireConnection(name: string): Promise<StoredConnection> {
  const connection = await readConnection(name);
  if (!connection) throw new AppError(404, 'noConnection', { params: { name } });
  return connection;
}

function connectorOf(id: string): Connector {
  if (!Object.hasOwn(catalogue, id)) {
    const known = Object.keys(catalogue).join(', ');
    throw new AppError(400, 'noConnector', { params: { connector: id, known }, field: 'body.connector' });
  }
  return catalogue[id] as Connector;
}

// The built-in connector's webhooks have an address per flow.
function newHook({ id }: Connector, connection: string) {
  return calls[id]?.receiver && id !== 'core' ? { hook: { key: newHookKey(), connector: id, connection } } : {};
}

async function showConnection(
  connection: StoredConnection,
  { caller, language }: Pick<Call<'getConnection'>, 'caller' | 'language'>,
) {
  const { name, connector, fields, secrets, sites, revision, hook, lastTest, updatedAt, updatedBy } = connection;
  const hidden = Object.fromEntries(
    Object.keys(secrets).map((field) => [
      field,
      { secret: true as const, ...(sites?.[field] && { site: sites[field] }) },
    ]),
  );
  return {
    name,
    connector,
    fields: { ...fields, ...hidden },
    revision,
    // Whoever knows the address may send events.
    ...(hook && isAtLeast('editor', caller) && { hook: hookOfConnection(hook) }),
    usedBy: await flowsUsing(name),
    ...(lastTest && { lastTest: shownTest(lastTest, language) }),
    updatedAt,
    updatedBy,
  };
}
