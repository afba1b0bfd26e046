import type { Gap } from '#flows/editing/command.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { App } from '../app/app.svelte.ts';
import { stepTitle } from '../drawing/step-words.ts';
import type { TextKey } from '../i18n/language.svelte.ts';
import { copyText } from '../ui/copy-text.ts';
import type { Builder } from './builder.svelte.ts';
import { keyLabel } from './key-name.ts';
import { namedStep } from './named-step.ts';
import { gapAbove, gapAfter, gapBelow } from './step-gaps.ts';

/** What chosen steps can be put into, and the branch of it that takes them. */
const wrappers = {
  if: { step: { if: { left: '', op: 'equals', right: '' }, else: [] }, branch: ['then'], stem: 'check' },
  forEach: { step: { forEach: [], as: 'item' }, branch: ['do'], stem: 'each_item' },
  try: { step: { catch: [] }, branch: ['try'], stem: 'attempt' },
  parallel: { step: { parallel: { second: [] } }, branch: ['parallel', 'first'], stem: 'together' },
} as const satisfies Record<string, { step: JsonObject; branch: readonly string[]; stem: string }>;

export type Wrapper = keyof typeof wrappers;

/** What a person does to the chosen steps of a flow, in words that can be taken back. */
export class StepEdits {
  readonly #app: App;
  readonly #builder: Builder;

  constructor(app: App, builder: Builder) {
    this.#app = app;
    this.#builder = builder;
  }

  /** Ids of the chosen steps in the order of the text; the trigger is none, and neither is a step that is gone. */
  get chosen(): string[] {
    return this.#inOrder(this.#builder.selected).filter((id) => !id.startsWith('$'));
  }

  get disabled(): boolean {
    return this.#builder.stepAsWritten(this.chosen[0] ?? '')?.disabled === true;
  }

  /** Whether the step that is looked at has steps inside. */
  get holdsSteps(): boolean {
    const step = eachStep(this.#builder.live.flow?.steps ?? []).find(({ id }) => id === this.#builder.focus);
    return step !== undefined && eachStep([step]).length > 1;
  }

  remove(steps = this.chosen): Promise<boolean> {
    return this.#builder.do({ do: 'remove', steps }, this.#words('remove', steps));
  }

  /** Moves steps to a gap, or with `copy` puts copies of them there. */
  move(steps: readonly string[], to: Gap, copy = false): Promise<boolean> {
    const ordered = this.#inOrder(steps);
    const words = this.#words(copy ? 'copy' : 'move', ordered);
    return this.#builder.do({ do: copy ? 'copy' : 'move', steps: ordered, to }, words);
  }

  duplicate(): Promise<boolean> | undefined {
    const to = gapAfter(this.#builder.live.places, this.chosen.at(-1) ?? '');
    return to && this.move(this.chosen, to, true);
  }

  moveUp(): Promise<boolean> | undefined {
    const to = gapAbove(this.#builder.live.places, this.chosen[0] ?? '');
    return to && this.move(this.chosen, to);
  }

  moveDown(): Promise<boolean> | undefined {
    const to = gapBelow(this.#builder.live.places, this.chosen.at(-1) ?? '');
    return to && this.move(this.chosen, to);
  }

  toggle(): Promise<boolean> {
    const disabled = !this.disabled;
    const words = this.#words(disabled ? 'disable' : 'enable');
    return this.#builder.do({ do: 'disable', steps: this.chosen, disabled }, words);
  }

  wrap(wrapper: Wrapper): Promise<boolean> {
    const { step, branch, stem } = wrappers[wrapper];
    const { language, t } = this.#app;
    const { live } = this.#builder;
    const blank: JsonObject = { id: this.#builder.freeName(stem), ...step };
    if (wrapper === 'forEach') blank.as = this.#builder.freeName('item');
    const around = namedStep(blank, t(`picker.kind.${wrapper}`), language.current, live.flow?.steps ?? []);
    return this.#builder.do({ do: 'wrap', steps: this.chosen, in: around, branch }, this.#words('wrap'));
  }

  unwrap(): Promise<boolean> {
    return this.#builder.do({ do: 'unwrap', step: this.#builder.focus ?? '' }, this.#words('unwrap'));
  }

  /** Puts the chosen steps into the clipboard, as text. */
  async copy(): Promise<void> {
    const { chosen } = this;
    const copied = await copyText(this.#app, await this.#builder.stepsAsText(chosen));
    if (copied) this.#app.toasts.show('good', this.#app.t('builder.copied', { count: chosen.length }));
  }

  async cut(): Promise<void> {
    const { chosen } = this;
    const copied = await copyText(this.#app, await this.#builder.stepsAsText(chosen));
    if (copied) await this.remove(chosen);
  }

  /** Puts the steps of a text behind the chosen step, or into a gap. */
  paste(text: string, gap = gapAfter(this.#builder.live.places, this.#builder.focus ?? '')): Promise<boolean> {
    const at = gap ?? { index: this.#builder.live.flow?.steps.length ?? 0 };
    return this.#builder.do({ do: 'paste', at, text }, this.#app.t('builder.did.paste'));
  }

  /** The same with what is in the clipboard; the person is told where the browser does not let us read it. */
  async pasteFromClipboard(): Promise<boolean> {
    let text: string;
    try {
      text = await navigator.clipboard.readText();
    } catch {
      this.#app.toasts.show('bad', this.#app.t('builder.pasteRefused', { keys: keyLabel('Mod-v') }));
      return false;
    }
    return this.paste(text);
  }

  #inOrder(ids: readonly string[]): string[] {
    return this.#builder.live.places.map(({ id }) => id).filter((id) => ids.includes(id));
  }

  #words(
    what: 'remove' | 'copy' | 'move' | 'disable' | 'enable' | 'wrap' | 'unwrap',
    steps: readonly string[] = this.chosen,
  ): string {
    const [first = this.#builder.focus ?? ''] = steps;
    const name = stepTitle(this.#app, this.#builder.live.flow, first);
    const key: TextKey = `builder.did.${what}`;
    return this.#app.t(key, { what: steps.length > 1 ? this.#app.t('builder.steps', { count: steps.length }) : name });
  }
}
