import { eachStep } from '#flows/language/each-step.ts';
import type { App } from '../app/app.svelte.ts';
import { branchGaps } from '../drawing/branch-gaps.ts';
import { branchWords } from '../drawing/branch-label.ts';
import type { TextKey } from '../i18n/language.svelte.ts';
import type { Builder } from './builder.svelte.ts';
import type { StepEdits, Wrapper } from './step-edits.ts';
import type { View, ViewChoice } from './view-choice.svelte.ts';

/** Something a person can do to a flow; it has a key, a place in the menu of a step or not, and one in the palette. */
export interface BuildCommand {
  id: string;
  label: string;
  /** Keys that do it, as `keyName` names them. */
  keys: readonly string[];
  /** `step`: it is about the chosen steps, and stands in their menu. */
  about: 'step' | 'flow';
  enabled: boolean;
  danger?: boolean;
  run: () => unknown;
}

type IdOf<Key> = Key extends `command.${infer Id}` ? Id : never;
type CommandId = IdOf<TextKey>;

/** What the page does for a command. */
interface Doing {
  builder: Builder;
  edits: StepEdits;
  view: ViewChoice;
  /** Undefined while there is no drawing. */
  drawing: { fold(away: boolean): void; find(): void } | undefined;
  editing: boolean;
  onsave: () => void;
  /** Undefined while nothing can be published. */
  onpublish: (() => void) | undefined;
  onpalette: () => void;
  onkeys: () => void;
}

/** All that a person can do to a flow now, in the order of menus. */
export function buildCommands(app: App, doing: Doing): BuildCommand[] {
  return [...stepCommands(app, doing), ...flowCommands(app, doing), ...viewCommands(app, doing)];
}

function stepCommands(app: App, doing: Doing): BuildCommand[] {
  const { t, attempt } = app;
  const { builder, drawing, edits, editing } = doing;
  const some = editing && edits.chosen.length > 0;
  const step = (id: CommandId, keys: string[], run: () => unknown, enabled = some): BuildCommand => {
    return { id, label: t(`command.${id}`), keys, about: 'step', enabled, run };
  };
  const wrap = (wrapper: Wrapper): BuildCommand => {
    const label = t(`command.wrap.${wrapper}`);
    return { id: `wrap.${wrapper}`, label, keys: [], about: 'step', enabled: some, run: () => edits.wrap(wrapper) };
  };
  return [
    step('add', ['/', 'a'], () => builder.pick(), editing),
    ...insideCommands(app, doing),
    step('duplicate', ['Mod-d'], () => edits.duplicate()),
    step('copy', ['Mod-c'], () => attempt(() => edits.copy()), edits.chosen.length > 0),
    step('cut', ['Mod-x'], () => attempt(() => edits.cut())),
    // The key is the browser's own, which hands the text over without asking.
    step('paste', [], () => edits.pasteFromClipboard(), editing),
    step('moveUp', ['Alt-ArrowUp'], () => edits.moveUp()),
    step('moveDown', ['Alt-ArrowDown'], () => edits.moveDown()),
    step(edits.disabled ? 'enable' : 'disable', ['d'], () => edits.toggle()),
    wrap('if'),
    wrap('forEach'),
    wrap('try'),
    wrap('parallel'),
    step('fold', ['['], () => drawing?.fold(true), drawing !== undefined && edits.holdsSteps),
    step('unfold', [']'], () => drawing?.fold(false), drawing !== undefined && edits.holdsSteps),
    step('unwrap', [], () => edits.unwrap(), some && edits.holdsSteps),
    { ...step('remove', ['Delete', 'Backspace'], () => edits.remove()), danger: true },
  ];
}

/** One for each branch of the chosen step; where there is none, one that cannot be done tells of the key. */
function insideCommands({ t }: App, { builder, editing }: Doing): BuildCommand[] {
  const held = eachStep(builder.live.flow?.steps ?? []).find(({ id }) => id === builder.focus);
  const plain: BuildCommand = {
    id: 'inside',
    label: t('command.inside'),
    keys: ['i'],
    about: 'step',
    enabled: false,
    run: () => undefined,
  };
  const inside = (held ? branchGaps(held) : []).map(({ gap, label }, i): BuildCommand => {
    const branch = branchWords(t, label);
    return {
      ...plain,
      id: ['inside', ...(gap.branch ?? [])].join('/'),
      label: branch ? t('command.insideBranch', { branch }) : plain.label,
      keys: i === 0 ? plain.keys : [],
      enabled: editing,
      run: () => builder.pick(gap),
    };
  });
  return inside.length > 0 ? inside : [plain];
}

function flowCommands(
  { t }: App,
  { builder, drawing, editing, onsave, onpublish, onpalette, onkeys }: Doing,
): BuildCommand[] {
  const flow = (id: CommandId, keys: string[], run: () => unknown, enabled: boolean): BuildCommand => {
    return { id, label: t(`command.${id}`), keys, about: 'flow', enabled, run };
  };
  return [
    flow('undo', ['Mod-z'], () => builder.undo(), editing && builder.undoWords !== undefined),
    flow('redo', ['Mod-Shift-z', 'Mod-y'], () => builder.redo(), editing && builder.redoWords !== undefined),
    flow('save', ['Mod-s'], onsave, editing),
    flow('publish', [], () => onpublish?.(), onpublish !== undefined),
    flow('trigger', ['t'], () => builder.fill('$trigger'), true),
    flow('find', ['Mod-f'], () => drawing?.find(), drawing !== undefined),
    flow('palette', ['Mod-k'], onpalette, true),
    flow('keys', ['?'], onkeys, true),
  ];
}

function viewCommands({ t }: App, { view }: Doing): BuildCommand[] {
  const views: View[] = ['canvas', 'split', 'text'];
  return views.map((id, i) => ({
    id: `view.${id}`,
    label: t(`command.view.${id}`),
    keys: [String(i + 1)],
    about: 'flow',
    enabled: view.current !== id,
    run: () => view.choose(id),
  }));
}
