import { ConditionFailed } from './condition-failed.ts';
import { deleteItem, getItem, type Key, partition, putItem, queryAll, queryItems, updateItem } from './table.ts';
import { seal, unseal } from './vault.ts';

/** Named credentials of one connector, as they are kept: secret fields as ciphertext. */
export interface StoredConnection {
  name: string;
  connector: string;
  fields: Record<string, string>;
  secrets: Record<string, string>;
  /** Key of its webhook address; only connectors with a receiver have one. */
  hook?: string;
  lastTest?: { at: string; works: boolean; says: string };
  /** Raised by each change. */
  revision: number;
  updatedAt: string;
  updatedBy: string;
}

/** What a connector call is given: the connector the connection is of, and every field in plain text. */
export interface OpenConnection {
  connector: string;
  fields: Record<string, string>;
}

const all = () => partition('connections');
const keyOf = (name: string): Key => ({ pk: all(), sk: name });

/** The connection as it is kept; undefined when there is none of the name. */
export function readConnection(name: string): Promise<(StoredConnection & Key) | undefined> {
  return getItem<StoredConnection>(keyOf(name));
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
  return { connector: stored.connector, fields: { ...stored.fields, ...Object.fromEntries(secrets) } };
}

/** The ciphertext under which `openConnection` finds a secret field. */
export function sealField(connection: string, field: string, value: string): Promise<string> {
  return seal(`${connection}/${field}`, value);
}

/** Writes the connection over revision `over`, 0 when there must be none yet; false when somebody else was quicker. */
export async function writeConnection(connection: StoredConnection, over: number): Promise<boolean> {
  try {
    const condition = over === 0 ? { exists: false } : { equals: { revision: over } };
    await putItem({ ...keyOf(connection.name), ...connection }, condition);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Keeps the outcome of a test, unless the connection was changed or deleted meanwhile. */
export async function keepTest(
  { name, revision }: StoredConnection,
  lastTest: NonNullable<StoredConnection['lastTest']>,
): Promise<void> {
  try {
    await updateItem(keyOf(name), { set: { lastTest } }, { equals: { revision } });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}

/** Removes the connection of this name, if there is one. */
export function deleteConnection(name: string): Promise<void> {
  return deleteItem(keyOf(name));
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
