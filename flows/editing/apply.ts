import { textLimit, textSize } from '#flows/language/text-size.ts';
import type { Command, Outcome, StepReference } from './command.ts';
import { copySteps } from './commands/copy.ts';
import { insertStep } from './commands/insert.ts';
import { moveSteps } from './commands/move.ts';
import { pasteSteps } from './commands/paste.ts';
import { removeSteps } from './commands/remove.ts';
import { renameStep } from './commands/rename.ts';
import { renameEntry } from './commands/rename-entry.ts';
import { unwrapStep, wrapSteps } from './commands/wrap.ts';
import { Draft } from './draft.ts';
import { readSource, type Source, type SourceFormat } from './read-source.ts';
import { variableUses } from './references.ts';
import { CannotEdit } from './refuse.ts';
import { setValue } from './set-value.ts';
import { isBelow, type SourcePath, type SourceTree } from './source-tree.ts';
import { stepOf } from './step-lists.ts';
import { eachStepIn } from './steps-in.ts';
import { inverseOf } from './text-changes.ts';
import { writeOutAliases } from './write-out.ts';

/**
 * Does a command to the text of a flow. Nothing changes but what the command says, the separators beside it, aliases
 * that would carry it elsewhere, and what the result lists as rewritten. What cannot be done is refused.
 */
export function apply(text: string, format: SourceFormat, command: Command): Outcome {
  const source = readSource(text, format);
  return source ? applyTo(source, command) : { refused: 'textBroken', params: {} };
}

/** The same for a text that was read already, such as the `source` of the command before. */
export function applyTo(source: Source, command: Command): Outcome {
  const draft = new Draft(source);
  const before = stepIds(source.root);
  try {
    const { show, rewritten = [] } = perform(draft, command);
    refuseGrowth(source.text, draft.source.text);
    const patch = draft.patch();
    const gone = new Set(before);
    for (const id of stepIds(draft.source.root)) gone.delete(id);
    if (command.do === 'rename') gone.delete(command.step);
    return {
      text: draft.source.text,
      source: draft.source,
      patch,
      inverse: inverseOf(source.text, patch),
      ...(show === undefined ? {} : { show }),
      rewritten: rewritten.map((path) => reference(draft.source.root, path, show ?? '')),
      broken: brokenBy(draft, gone),
    };
  } catch (error) {
    if (error instanceof CannotEdit) return { refused: error.code, params: error.params };
    throw error;
  }
}

/** Refuses a text larger than a flow may have; one that is so already may still become smaller. */
function refuseGrowth(before: string, after: string): void {
  if (after.length <= before.length || textSize(after) <= textLimit) return;
  throw new CannotEdit('tooLarge', { limit: String(textLimit / 1024) });
}

interface Done {
  show?: string | undefined;
  rewritten?: SourcePath[];
}

function perform(draft: Draft, command: Command): Done {
  switch (command.do) {
    case 'insert':
      return { show: insertStep(draft, command.at, command.step) };
    case 'remove':
      removeSteps(draft, command.steps);
      return {};
    case 'move':
      moveSteps(draft, command.steps, command.to);
      return { show: command.steps[0] };
    case 'copy':
      return { show: copySteps(draft, command.steps, command.to) };
    case 'set':
      return setField(draft, command.step, command.field, command.value);
    case 'rename':
      return { rewritten: renameStep(draft, command.step, command.to), show: command.to };
    case 'renameEntry':
      renameEntry(draft, command.step, command.field, command.to);
      return { show: command.step };
    case 'wrap':
      return { show: wrapSteps(draft, command.steps, command.in, command.branch) };
    case 'unwrap':
      unwrapStep(draft, command.step, command.branch);
      return {};
    case 'disable':
      for (const id of command.steps) setField(draft, id, ['disabled'], command.disabled ? true : undefined);
      return { show: command.steps[0] };
    case 'paste':
      return { show: pasteSteps(draft, command.at, command.text) };
  }
}

function setField(
  draft: Draft,
  step: string | undefined,
  field: SourcePath,
  value: Parameters<typeof setValue>[2],
): Done {
  const path = step === undefined ? field : [...stepOf(draft, step).path, ...field];
  if (field.length === 0) throw new CannotEdit('noField', { field: '' });
  writeOutAliases(draft, [path]);
  setValue(draft, path, value);
  return { show: step };
}

function stepIds(root: SourceTree): string[] {
  return [...eachStepIn(root)].flatMap(({ id }) => (id === undefined ? [] : [id]));
}

function brokenBy({ source }: Draft, gone: ReadonlySet<string>): StepReference[] {
  if (gone.size === 0) return [];
  const uses = variableUses(source).filter(({ name }) => gone.has(name));
  return uses.map(({ name, path }) => reference(source.root, path, name));
}

/** Where a path is for people: the innermost step and the field inside it. */
function reference(root: SourceTree, path: SourcePath, name: string): StepReference {
  const around = [...eachStepIn(root)].filter((step) => isBelow(path, step.path));
  const step = around.at(-1);
  const field = path.slice(step?.path.length ?? 0).join('.');
  return { name, ...(step?.id === undefined ? {} : { step: step.id }), field };
}
