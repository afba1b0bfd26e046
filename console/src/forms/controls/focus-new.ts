import { tick } from 'svelte';

/** Goes to the first field of what was added last to a list of fields, once it is shown. */
export async function focusNew(holder: HTMLElement): Promise<void> {
  await tick();
  const items = holder.querySelectorAll(':scope > .item');
  items[items.length - 1]?.querySelector<HTMLElement>('input, textarea, select, [contenteditable="true"]')?.focus();
}
