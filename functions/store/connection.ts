import type { Failure } from '#flows/text/failure.ts';
import { type Redact, redactor } from '#functions/middleware/redact.ts';
import { bumpCatalogue } from './catalogue.ts';
import { type Hook, replaceHook } from './hook.ts';
import { unlessRefused } from './table/condition-failed.ts';
import { partition } from './table/keys.ts';
import { getItem, queryAll, queryItems, transact, updateItem } from './table/table.ts';
import type { Key } from './table/table-shape.ts';
import { seal, unseal } from './vault.ts';

/** Named credentials of one connector, as they are kept: secret fields as ciphertext. */
export interface StoredConnection {
  name: string;
  connector: string;
  fields: Record<string, string>;
  secrets: Record<string, string>;
  /** Of secrets that are addresses, what may be shown. */
  sites?: Record<string, string>;
  /** Its webhook address; only vendors that call us have one. */
  hook?: Hook;
  lastTest?: ConnectionTest;
  /** Raised by each change. */
  revision: number;
  updatedAt: string;
  updatedBy: string;
}

/** How the latest test of a connection went. */
export interface ConnectionTest {
  at: string;
  works: boolean;
  /** The account's name, or in English why it does not work. */
  says: string;
  failure?: Failure;
}

/** What a connector call is given: the connector the connection is of, and every field in plain text. */
export interface OpenConnection {
  connector: string;
  fields: Record<string, string>;
  /** Names of the fields that must not be shown. */
  secrets: string[];
}

const all = () => partition('connections');
const connectionKey = (name: string): Key => ({ pk: all(), sk: name });

/** The connection as it is kept; undefined when there is none of the name. */
export function readConnection(name: string): Promise<(StoredConnection & Key) | undefined> {
  return getItem<StoredConnection>(connectionKey(name));
}

/** The connection with its secrets in plain text, for one connector call; undefined when there is none. */
export async function openConnection(name: string): Promise<OpenConnection | undefined> {
  const stored = await readConnection(name);
  if (!stored) return undefined;
  const secrets = await Promise.all(
    Object.entries(stored.secrets).map(
      async ([field, sealed]) => [field, await unseal(`${name}/${field}`, sealed)] as const,
    ),
  );
  const fields = { ...stored.fields, ...Object.fromEntries(secrets) };
  return { connector: stored.connector, fields, secrets: Object.keys(stored.secrets) };
}

/** Hides the secrets of a connection that a call is made with. */
export function redactorOf({ fields, secrets }: Pick<OpenConnection, 'fields' | 'secrets'>): Redact {
  return redactor(
    secrets.map((field) => fields[field] ?? ''),
    Object.values(fields),
  );
}

/** The ciphertext under which `openConnection` finds a secret field. */
export function sealField(connection: string, field: string, value: string): Promise<string> {
  return seal(`${connection}/${field}`, value);
}

/** Writes the connection over the one read before, undefined when it is new; false when somebody else was quicker. */
export function writeConnection(next: StoredConnection, before: StoredConnection | undefined): Promise<boolean> {
  const condition = before ? { equals: { revision: before.revision } } : { exists: false };
  return unlessRefused(
    transact([
      { put: { ...connectionKey(next.name), ...next }, if: condition },
      ...replaceHook(before?.hook, next.hook),
      bumpCatalogue(),
    ]),
  );
}

/** Removes the connection and its address; false when somebody else changed it meanwhile. */
export function deleteConnection({ name, hook, revision }: StoredConnection): Promise<boolean> {
  return unlessRefused(
    transact([
      { delete: connectionKey(name), if: { equals: { revision } } },
      ...replaceHook(hook, undefined),
      bumpCatalogue(),
    ]),
  );
}

/** Keeps the outcome of a test, unless the connection was changed or deleted meanwhile. */
export async function keepTest({ name, revision }: StoredConnection, lastTest: ConnectionTest): Promise<void> {
  await unlessRefused(updateItem(connectionKey(name), { set: { lastTest } }, { equals: { revision } }));
}

/** A page of connections by name. */
export function listConnections(page: {
  limit: number;
  cursor?: string | undefined;
}): Promise<{ items: StoredConnection[]; next?: string }> {
  return queryItems<StoredConnection>({ pk: all(), limit: page.limit, ...(page.cursor && { cursor: page.cursor }) });
}

/** Connector of every connection by name: what the compiler checks a flow's connections against. */
export async function connectorsOfConnections(): Promise<Record<string, string>> {
  const items = await queryAll<StoredConnection>({ pk: all(), consistent: true });
  return Object.fromEntries(items.map(({ name, connector }) => [name, connector]));
}
