import type { App } from './app.svelte.ts';
import { splitUse } from './workspace.svelte.ts';

/** `jira.issueUpdated` in words: "Jira · Issue updated"; Millrace's own operations go without the first part. */
export function operationTitle(app: App, use: string): string {
  if (use === 'core.call') return app.t('run.called');
  const [connectorId] = splitUse(use);
  const title = app.workspace.operation(use)?.title[app.language.current] ?? use;
  const connector = app.workspace.connector(connectorId);
  return connector && connectorId !== 'core' ? `${app.connectorName(connectorId)} · ${title}` : title;
}
