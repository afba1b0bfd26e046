import { type FlowDetail, withLatest } from './with-latest.ts';

/** The text of one flow as it is edited, beside what the server keeps. */
export class FlowDocument {
  /** As the text is based on it: its revision is sent back with a save. */
  saved = $state.raw<FlowDetail>() as FlowDetail;
  text = $state('');

  constructor(saved: FlowDetail) {
    this.saved = saved;
    this.text = saved.source;
  }

  get dirty(): boolean {
    return this.text !== this.saved.source;
  }

  /** The text is what runs. */
  get published(): boolean {
    const { changed, state } = this.saved;
    return !this.dirty && !changed && (state === 'on' || state === 'paused');
  }

  /** Takes news of the server without touching the text. */
  take(latest: FlowDetail): void {
    this.saved = withLatest(this.saved, latest);
  }

  /** Goes on with a text that was begun on a revision of the past, so that saving merges what came between. */
  goOn({ text, revision, base }: { text: string; revision: number; base?: string }): void {
    this.saved = { ...this.saved, ...(base !== undefined && { revision, source: base }) };
    this.text = text;
  }
}
