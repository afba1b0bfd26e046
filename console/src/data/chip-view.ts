import {
  EditorSelection,
  type EditorState,
  type Extension,
  Facet,
  Prec,
  RangeSet,
  StateField,
} from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, WidgetType } from '@codemirror/view';
import { type Chip, chipsOf } from './chip.ts';
import { chipElement } from './chip-element.ts';
import type { ChipWords } from './chip-words.ts';

/** How chips are said; it changes with the reader's language and with what is known of the data. */
export const chipWording = Facet.define<(chip: Chip) => ChipWords, (chip: Chip) => ChipWords>({
  combine: ([first]) => first ?? (({ source }) => ({ ...noWords, label: source.trim() })),
});

const noWords: ChipWords = { of: '', label: '', changes: '', value: undefined, fault: undefined, fix: undefined };

class ChipWidget extends WidgetType {
  readonly words: ChipWords;
  readonly chosen: boolean;

  constructor(words: ChipWords, chosen: boolean) {
    super();
    this.words = words;
    this.chosen = chosen;
  }

  override eq({ words, chosen }: ChipWidget): boolean {
    return chosen === this.chosen && JSON.stringify(words) === JSON.stringify(this.words);
  }

  override toDOM(): HTMLElement {
    return chipElement(this.words, this.chosen);
  }

  /** The same element stays while it says the same, so that a click ends where it began. */
  override updateDOM(element: HTMLElement): boolean {
    const fresh = this.toDOM();
    if (fresh.innerHTML !== element.innerHTML) return false;
    element.className = fresh.className;
    element.title = fresh.title;
    return true;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

interface Shown {
  chips: readonly Chip[];
  decorations: DecorationSet;
}

const shown = StateField.define<Shown>({
  create: (state) => show(state, chipsOf(state.doc.toString())),
  update(value, { docChanged, state, startState, selection }) {
    if (docChanged) return show(state, chipsOf(state.doc.toString()));
    const reworded = state.facet(chipWording) !== startState.facet(chipWording);
    return selection || reworded ? show(state, value.chips) : value;
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ decorations }) => decorations),
    EditorView.atomicRanges.of((view) => view.state.field(field, false)?.decorations ?? RangeSet.empty),
  ],
});

function show(state: EditorState, chips: readonly Chip[]): Shown {
  const words = state.facet(chipWording);
  const chosen = chosenChip(state, chips);
  const ranges = chips.map((chip) =>
    Decoration.replace({ widget: new ChipWidget(words(chip), chip === chosen) }).range(chip.from, chip.to),
  );
  return { chips, decorations: Decoration.set(ranges) };
}

/** The chip that is the whole selection. */
export function chosenChip(state: EditorState, chips = state.field(shown).chips): Chip | undefined {
  const { from, to } = state.selection.main;
  return chips.find((chip) => chip.from === from && chip.to === to);
}

function choose(view: EditorView, { from, to }: Chip): true {
  view.dispatch({ selection: EditorSelection.range(from, to), scrollIntoView: true, userEvent: 'select' });
  return true;
}

/** An arrow key: onto the chip beside the cursor, off the chosen one on its other side. */
function arrow(side: 'left' | 'right') {
  const [near, far] = side === 'left' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  return (view: EditorView): boolean => {
    const { state } = view;
    const chosen = chosenChip(state);
    if (chosen) {
      view.dispatch({ selection: { anchor: chosen[far] }, userEvent: 'select' });
      return true;
    }
    return onto(view, near);
  };
}

/** Onto the chip whose edge the cursor is at. */
function onto(view: EditorView, edge: 'from' | 'to'): boolean {
  const { main } = view.state.selection;
  const chip = main.empty ? view.state.field(shown).chips.find((each) => each[edge] === main.head) : undefined;
  return chip ? choose(view, chip) : false;
}

function chipUnder({ target }: Event, view: EditorView): Chip | undefined {
  const element = (target as HTMLElement).closest('.chip');
  const at = element ? view.posAtDOM(element) : undefined;
  return view.state.field(shown).chips.find(({ from }) => from === at);
}

/**
 * Chips in place of `{{ }}`, with their keys and clicks; `onopen` gets the chip that is to be looked at, `onpick` where data
 * is called for.
 */
export function chips(onopen: (chip: Chip) => void, onpick: (at: number) => void): Extension {
  const open = (view: EditorView): boolean => {
    const chip = chosenChip(view.state);
    if (chip) onopen(chip);
    return chip !== undefined;
  };
  return [
    shown,
    Prec.high(
      keymap.of([
        { key: 'ArrowLeft', run: arrow('left') },
        { key: 'ArrowRight', run: arrow('right') },
        { key: 'Backspace', run: (view) => onto(view, 'to') },
        { key: 'Delete', run: (view) => onto(view, 'from') },
        { key: 'Enter', run: open },
        { key: ' ', run: open },
      ]),
    ),
    // A brace right before a chip would be taken for one of its own.
    EditorView.inputHandler.of((view, from, to, text) => {
      const before = text === '{' && from === to && view.state.field(shown).chips.some((chip) => chip.from === from);
      if (before) onpick(from);
      return before;
    }),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        const chip = event.button === 0 ? chipUnder(event, view) : undefined;
        if (!chip) return false;
        event.preventDefault();
        view.focus();
        return choose(view, chip);
      },
      // Not sooner: what opens while the button is down is closed when it comes up.
      click(event, view) {
        const chip = chipUnder(event, view);
        if (chip) onopen(chip);
        return chip !== undefined;
      },
    }),
  ];
}
