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

/** Whether a flow may have this id. */
export function isFlowId(id: string): boolean {
  return /^[a-z0-9][a-z0-9-]{0,62}$/.test(id);
}

/** The first of `base`, `base-2`, `base-3` that is not taken. */
export function firstFreeId(base: string, taken: Pick<ReadonlyMap<string, unknown>, 'has'>): string {
  for (let i = 1; ; i += 1) {
    const id = i === 1 ? base : `${base.slice(0, 58)}-${i}`;
    if (!taken.has(id)) return id;
  }
}

/** The text of a new flow: its trigger, and room for its first step. */
export function newFlowSource(flow: {
  id: string;
  name: string;
  trigger: string;
  connection?: string | undefined;
}): string {
  return [
    `id: ${flow.id}`,
    // JSON text is YAML text, whatever signs the name has.
    `name: ${JSON.stringify(flow.name)}`,
    'trigger:',
    `  use: ${flow.trigger}`,
    ...(flow.connection ? [`  connection: ${flow.connection}`] : []),
    ...(flow.trigger === 'core.schedule' ? ['  with: { cron: "30 8 * * 1-5" }'] : []),
    'steps: []',
    '',
  ].join('\n');
}
