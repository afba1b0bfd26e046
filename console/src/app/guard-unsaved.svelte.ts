import type { App } from './app.svelte.ts';

/**
 * While `unsaved` holds, leaving the page asks first, and so does closing its tab. Call it while a component is set up;
 * whoever saved and goes on by itself takes `router.guard` off before.
 */
export function guardUnsaved({ question, router, t }: App, unsaved: () => boolean): void {
  $effect(() => {
    if (!unsaved()) return;
    const onbeforeunload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onbeforeunload);
    router.guard = () =>
      question.ask({ title: t('leave.form'), text: t('leave.text'), action: t('leave.drop'), danger: true });
    return () => {
      window.removeEventListener('beforeunload', onbeforeunload);
      router.guard = undefined;
    };
  });
}
