import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import type { Configuration } from '#functions/store/configuration.ts';
import type { OpenConnection } from '#functions/store/connection.ts';

/** Fields of the step's connection, and the names of those that must not be shown. */
export type AllowedConnection = Pick<OpenConnection, 'fields' | 'secrets'>;

/**
 * The connection that a step names, after checking that its flow's version may use it there: a payload alone opens
 * nothing. Throws ConnectorError Unauthorized or InvalidInput.
 */
export async function allowedConnection(
  payload: TaskPayload,
  action: Action,
  connector: Connector,
  configuration: Configuration,
): Promise<AllowedConnection> {
  const { flow, version, step, connection: name } = payload;
  if (name === undefined || action.connection === 'none') return withoutConnection(action, step);
  const published = await configuration.version(flow, version);
  const allowed = published?.connections.some(
    (use) => use.name === name && use.connector === connector.id && use.steps.includes(step),
  );
  if (!allowed) {
    const params = { version: String(version), flow, connection: name, step };
    throw new ConnectorError('Unauthorized', { id: 'connectionNotAllowed', params });
  }
  return openedConnection(payload, action, connector, configuration);
}

/**
 * The connection of a step that is known to name it, such as that of a saved draft. Throws ConnectorError Unauthorized or
 * InvalidInput.
 */
export async function openedConnection(
  { step, connection: name }: Pick<TaskPayload, 'step' | 'connection'>,
  action: Action,
  connector: Connector,
  configuration: Configuration,
): Promise<AllowedConnection> {
  if (name === undefined || action.connection === 'none') return withoutConnection(action, step);
  const connection = await configuration.connection(name);
  if (!connection) throw new ConnectorError('Unauthorized', { id: 'connectionGone', params: { connection: name } });
  if (connection.connector !== connector.id) {
    const params = { connection: name, connector: connection.connector };
    throw new ConnectorError('Unauthorized', { id: 'connectionOfOther', params });
  }
  const { fields, secrets } = connection;
  return { fields, secrets };
}

function withoutConnection(action: Action, step: string): AllowedConnection {
  if (action.connection !== 'required') return { fields: {}, secrets: [] };
  throw new ConnectorError('InvalidInput', { id: 'needsConnection', params: { step } });
}
