import { Annotation } from '@codemirror/state';
import type { EditorView, ViewUpdate } from '@codemirror/view';
import { changedPart } from '#flows/editing/changed-part.ts';

/** Marks a change of a text editor that did not come from the person who writes in it. */
export const fromOutside = Annotation.define<boolean>();

/** Whether the person changed the text. */
export function isOwnChange({ transactions }: Pick<ViewUpdate, 'transactions'>): boolean {
  return transactions.some((each) => each.docChanged && !each.annotation(fromOutside));
}

/** Gives an editor another text by no more than what differs, so that the cursor stays where it is. */
export function replaceText(view: EditorView, text: string): void {
  const changes = changedPart(view.state.doc.toString(), text);
  if (changes.length > 0) view.dispatch({ changes: [...changes], annotations: fromOutside.of(true) });
}
