import type { Calendar } from '#flows/language/calendar.ts';
import type { Answer, Client } from '../api/client.ts';

export type Settings = Answer<'getSettings'>;
export type ConnectorInfo = Answer<'listConnectors'>['items'][number];
export type ActionInfo = ConnectorInfo['actions'][number];
export type TriggerInfo = ConnectorInfo['triggers'][number];

/** What every page needs to know of the workspace, read once after sign-in. */
export class Workspace {
  settings = $state.raw<Settings>();
  connectors = $state.raw<ConnectorInfo[]>([]);

  /** Of the workspace; the browser's until the settings are read. */
  get timeZone(): string {
    return this.settings?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }

  /** What functions about time take from the settings. */
  get calendar(): Calendar {
    const { holidays = [], makeUpDays = [] } = this.settings ?? {};
    return { timeZone: this.timeZone, holidays, makeUpDays };
  }

  async load(client: Client): Promise<void> {
    const [settings, connectors] = await Promise.all([client.getSettings(), client.listConnectors()]);
    this.settings = settings;
    this.connectors = connectors.items;
  }

  connector(id: string): ConnectorInfo | undefined {
    return this.connectors.find((connector) => connector.id === id);
  }

  /** The trigger or action that `connector.operation` names. */
  operation(use: string): ActionInfo | TriggerInfo | undefined {
    const [connectorId, operationId] = splitUse(use);
    const connector = this.connector(connectorId);
    const named = (operation: { id: string }) => operation.id === operationId || operation.id === use;
    return connector?.triggers.find(named) ?? connector?.actions.find(named);
  }

  /** What an action does outside: `reads`, `writes` or `sends`; undefined for one that is not known. */
  effectsOf(use: string): string | undefined {
    const operation = this.operation(use);
    return operation && 'effects' in operation ? operation.effects : undefined;
  }
}

/** `jira.issueUpdated` as `['jira', 'issueUpdated']`. */
export function splitUse(use: string): [string, string] {
  const dot = use.indexOf('.');
  return dot < 0 ? [use, ''] : [use.slice(0, dot), use.slice(dot + 1)];
}
