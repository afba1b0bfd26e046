import { readSource, type Source } from './read-source.ts';
import { composed, type Patch, patched, type TextChange } from './text-changes.ts';

/** A text while a command works on it: each change is made on the text that the change before left. */
export class Draft {
  source: Source;
  private readonly before: string;
  private readonly patches: Patch[] = [];

  constructor(source: Source) {
    this.source = source;
    this.before = source.text;
  }

  /** Makes changes, given in offsets of the text as it is now, and reads the result. */
  change(changes: readonly TextChange[]): void {
    const patch = [...changes].sort((a, b) => a.from - b.from || a.to - b.to);
    const text = patched(this.source.text, patch);
    const source = readSource(text, this.source.format);
    if (!source) throw new Error('An edit left a text that cannot be read.');
    this.patches.push(patch);
    this.source = source;
  }

  /** All changes as one patch of the text at the beginning. */
  patch(): Patch {
    return composed(this.before.length, this.patches);
  }
}
