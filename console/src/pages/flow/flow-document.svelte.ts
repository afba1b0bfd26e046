import type { Answer } from '../../api/client.ts';

export type FlowDetail = Answer<'getFlow'>;

/** The text of one flow as it is edited, beside what the server keeps. */
export class FlowDocument {
  /** As the server has it. */
  saved = $state.raw<FlowDetail>() as FlowDetail;
  text = $state('');

  constructor(saved: FlowDetail) {
    this.saved = saved;
    this.text = saved.source;
  }

  get dirty(): boolean {
    return this.text !== this.saved.source;
  }

  /** Takes what the server answered; the text is replaced only where nobody typed meanwhile. */
  take(saved: FlowDetail): void {
    const untouched = !this.dirty;
    this.saved = saved;
    if (untouched) this.text = saved.source;
  }

  /** Takes the server's text, whatever was typed. */
  load(saved: FlowDetail): void {
    this.saved = saved;
    this.text = saved.source;
  }
}
