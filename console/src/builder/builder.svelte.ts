import { changedPart } from '#flows/editing/changed-part.ts';
import type { Command, Gap, Refusal, StepReference } from '#flows/editing/command.ts';
import { freeName } from '#flows/editing/free-name.ts';
import type { Merged } from '#flows/editing/merge.ts';
import { inverseOf, type Patch, patched } from '#flows/editing/text-changes.ts';
import type { NameUse } from '#flows/editing/use-lost.ts';
import { namesOf } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { LiveCompile } from '../compile/live-compile.svelte.ts';
import type { Edited } from '../compile/protocol.ts';
import type { EditHistory } from './edit-history.ts';
import { gapAfter } from './step-gaps.ts';
import { valueAt, withField } from './with-field.ts';

/** The text that is built, beside where it is kept. */
interface BuiltText {
  text: string;
  readonly saved: { readonly format: 'yaml' | 'json' };
}

/** Who is told of what a command did beside what it was for. */
interface Told {
  onrefused: (refusal: Refusal) => void;
  /** Expressions that name a step which is gone now. */
  onbroken: (references: StepReference[]) => void;
  /** A change could not be worked out at all. */
  onfault: (thrown: unknown) => void;
}

/**
 * One flow while a person builds it: what is chosen, and every change of its text, typed or done by a command, in one
 * history. Commands work beside the page, one after another; a text that was typed meanwhile is what they work on.
 */
export class Builder {
  readonly document: BuiltText;
  readonly live: LiveCompile;
  /** Ids of the chosen steps, `$trigger` for the trigger; the last is the one that is looked at. */
  selected = $state.raw<readonly string[]>([]);
  /** The step that was just put in, until its form is begun. */
  fresh = $state<string>();
  /** Where a new step is being picked for. */
  picking = $state.raw<Gap>();
  /** True while the last change was a key: what is drawn may wait for the next one. */
  typing = $state(false);
  readonly history: EditHistory;
  readonly #told: Told;
  #queue: Promise<unknown> = Promise.resolve();
  #text: string;
  /** Grows with every change of the history, which is no state itself. */
  #version = $state(0);
  /** The document as it will be when the commands under way are done. */
  #expected = $state.raw<JsonObject>();
  #underWay = $state(0);

  constructor(document: BuiltText, live: LiveCompile, history: EditHistory, told: Told) {
    this.history = history;
    this.document = document;
    this.live = live;
    this.#told = told;
    this.#text = document.text;
  }

  /** The step that is looked at. */
  get focus(): string | undefined {
    return this.selected.at(-1);
  }

  /** A command is under way that the text does not show yet. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** Once the text shows every command that was given until now. */
  settled(): Promise<unknown> {
    return this.#queue;
  }

  /** The document as its author wrote it, with what is being set. */
  get written(): JsonObject | undefined {
    return this.#expected ?? this.live.written;
  }

  /** What taking back would take back, in words. */
  get undoWords(): string | undefined {
    void this.#version;
    return this.history.last?.words;
  }

  get redoWords(): string | undefined {
    void this.#version;
    return this.history.next?.words;
  }

  /** A step, or the trigger, as its author wrote it. */
  stepAsWritten(id: string): JsonObject | undefined {
    const place = this.live.places.find((each) => each.id === id);
    const value = place && valueAt(this.written, place.pointer);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  }

  /** A name that no step and no item of a loop has, made from one that is liked. */
  freeName(stem: string): string {
    const steps = eachStep(this.live.flow?.steps ?? []);
    return freeName(stem, new Set(steps.flatMap(namesOf)));
  }

  select(...ids: string[]): void {
    this.selected = ids;
  }

  /** Selects a step, or the trigger, and begins in its form. */
  fill(id: string): void {
    this.select(id);
    this.fresh = id;
  }

  /** Lets the person pick a step for a gap, by default the one behind the step that is looked at. */
  pick(gap = gapAfter(this.live.places, this.focus ?? this.live.places.at(-1)?.id ?? '')): void {
    this.picking = gap ?? { index: 0 };
  }

  /**
   * Does a command. `words` say what it does, to take it back by; changes with the same `kind` that follow each other
   * closely are taken back as one. False when it was refused or could not be worked out, which the person is told.
   */
  do(command: Command, words: string, kind?: string): Promise<boolean> {
    if (command.do === 'set') this.#expect(command);
    this.#underWay += 1;
    const done = this.#queue
      .then(() => this.#perform(command, words, kind))
      .catch((thrown: unknown) => {
        this.#told.onfault(thrown);
        return false;
      });
    this.#queue = done.then(() => this.#settle());
    return done;
  }

  /** Notes what was typed into the text. */
  typed(text: string, words: string): void {
    this.#notice();
    this.typing = true;
    this.#change(changedPart(this.#text, text), words, 'typing', text);
  }

  /** Makes the text another one, which can be taken back. */
  replace(text: string, words: string): void {
    this.#notice();
    this.typing = false;
    this.#change(changedPart(this.#text, text), words, undefined, text);
  }

  /** Steps as a text that can be put into any flow. */
  stepsAsText(ids: readonly string[]): Promise<string> {
    return this.live.steps(this.document.text, this.document.saved.format, ids);
  }

  /** Which names the steps use. */
  nameUses(): Promise<NameUse[]> {
    return this.live.names(this.document.text, this.document.saved.format);
  }

  /**
   * Goes on with a text that others had a part in; false when `mine` is the text no more. What others did is not taken
   * back by taking back.
   */
  adopt(mine: string, { text, patchOfMine }: Pick<Merged, 'text' | 'patchOfMine'>): Promise<boolean> {
    const done = this.#queue.then(() => {
      this.#notice();
      if (this.#text !== mine) return false;
      this.history.carry(mine, patchOfMine);
      this.typing = false;
      this.#put(text);
      this.#version += 1;
      return true;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  undo(): void {
    this.#again(() => {
      const entry = this.history.undo();
      return entry?.inverse;
    });
  }

  redo(): void {
    this.#again(() => this.history.redo()?.patch);
  }

  #again(next: () => Patch | undefined): void {
    const done = this.#queue.then(() => {
      this.#notice();
      const patch = next();
      if (!patch) return;
      this.typing = false;
      this.#put(patched(this.#text, patch));
      this.#version += 1;
    });
    this.#queue = done.catch(this.#told.onfault);
  }

  async #perform(command: Command, words: string, kind: string | undefined): Promise<boolean> {
    const { edit, read } = await this.#edit(command);
    if ('refused' in edit) {
      this.#told.onrefused(edit);
      return false;
    }
    this.typing = kind !== undefined;
    this.#change(edit.patch, words, kind, edit.text);
    if (read) this.live.show(read);
    if (edit.show !== undefined && command.do !== 'set') this.selected = [edit.show];
    if (command.do === 'insert') this.fresh = edit.show;
    if (command.do === 'remove') this.selected = [];
    if (edit.broken.length > 0) this.#told.onbroken(edit.broken);
    return true;
  }

  async #edit(command: Command): Promise<Edited> {
    for (;;) {
      this.#notice();
      const before = this.#text;
      const edited = await this.live.edit(before, this.document.saved.format, command);
      if (this.document.text === before) return edited;
    }
  }

  #change(patch: Patch, words: string, kind: string | undefined, text: string): void {
    if (patch.length === 0) return;
    const inverse = inverseOf(this.#text, patch);
    this.history.note({ length: this.#text.length, patch, inverse, words, kind, at: Date.now() });
    this.#put(text);
    this.#version += 1;
  }

  #put(text: string): void {
    this.#text = text;
    this.document.text = text;
  }

  /** A text that came from elsewhere has another history. */
  #notice(): void {
    if (this.document.text === this.#text) return;
    this.#text = this.document.text;
    this.history.clear();
    this.#version += 1;
  }

  #expect({ step, field, value }: Extract<Command, { do: 'set' }>): void {
    const place = step === undefined ? [] : this.live.places.find((each) => each.id === step)?.pointer;
    if (place) this.#expected = withField(this.written, [...place, ...field], value) as JsonObject;
  }

  #settle(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#expected = undefined;
  }
}
