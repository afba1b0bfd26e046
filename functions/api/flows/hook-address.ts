import { environment } from '#functions/aws/environment.ts';
import type { Hook } from '#functions/store/hook.ts';

/** The address of a flow's own hook as people give it to others. */
export function hookOfFlow(key: string) {
  return { trigger: 'core.webhook', url: address(key) };
}

/** The address of a connection's hook as people give it to the vendor. */
export function hookOfConnection({ key, connector, connection }: Hook) {
  return { trigger: connector, url: address(key), ...(connection && { connection }) };
}

function address(key: string): string {
  return `${environment('MILLRACE_PUBLIC_URL').replace(/\/$/, '')}/hooks/${key}`;
}
