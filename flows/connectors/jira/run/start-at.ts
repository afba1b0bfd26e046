/** Where Jira's page begins that a cursor of ours names; the first when it names none. */
export function startAt(cursor: string | undefined): number {
  const start = Number(cursor ?? 0);
  return Number.isSafeInteger(start) && start >= 0 ? start : 0;
}
