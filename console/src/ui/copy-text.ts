import type { App } from '../app/app.svelte.ts';

/** Puts a text into the clipboard; false where the browser does not let us, which the person is told. */
export async function copyText({ t, toasts }: App, text: string): Promise<boolean> {
  try {
    // There is no clipboard at all on a page that came over plain HTTP.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toasts.show('bad', t('copy.refused'));
    return false;
  }
}
