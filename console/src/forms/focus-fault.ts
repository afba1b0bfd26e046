import { tick } from 'svelte';

/** Goes to the first field of a form that is said to be wrong, once it is said. */
export async function focusFault(form: HTMLFormElement): Promise<void> {
  await tick();
  form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
}
