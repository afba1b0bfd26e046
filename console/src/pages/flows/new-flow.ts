import { stringify } from 'yaml';

/** An id from a name: lower-case ASCII letters, digits and hyphens; empty when nothing of the name remains. */
export function idFromName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
}

const scheduleSettings = { 'core.schedule': { cron: '30 8 * * 1-5' } };

/** The text of a new flow: its trigger and one first step that remembers a value, so that it can be published and tried. */
export function newFlowSource(flow: {
  id: string;
  name: string;
  trigger: string;
  connection?: string | undefined;
}): string {
  const settings = scheduleSettings[flow.trigger as keyof typeof scheduleSettings];
  return stringify({
    id: flow.id,
    name: flow.name,
    trigger: {
      use: flow.trigger,
      ...(flow.connection ? { connection: flow.connection } : {}),
      ...(settings ? { with: settings } : {}),
    },
    steps: [{ id: 'seen', set: { event: '{{ $trigger }}' } }],
  });
}
