import { bringTo } from './bring-to.ts';
import { Draft } from './draft.ts';
import { type FlowModel, readModel, writeModel } from './flow-model.ts';
import { type LineConflict, mergeLines, patchBetween } from './merge-lines.ts';
import { type Choose, type Conflict, conflictKey, mergeModels } from './merge-models.ts';
import type { Three } from './merge-values.ts';
import { readSource, type Source, type SourceFormat } from './read-source.ts';
import { type Rename, renamesOf, withRenames } from './renames.ts';
import { sameJson } from './set-value.ts';
import { eachWritten, jsonOf } from './source-tree.ts';
import type { Patch } from './text-changes.ts';

/** What two people made of one flow. */
export interface Merged {
  text: string;
  /** Lead from the text of each to the merged one. */
  patchOfMine: Patch;
  patchOfTheirs: Patch;
  /** What both changed, each in another way: the text has what was chosen, mine unless something was. */
  conflicts: Conflict[];
}

/**
 * Merges what two people made of the text of a flow: by the ids of its steps and by their fields, a renamed step being
 * the same step. What only mine changed stays as it is written, comments included. Texts that cannot be read, that have
 * aliases or steps without an id of their own, are merged by lines.
 */
export function merge(
  base: string,
  mine: string,
  theirs: string,
  format: SourceFormat,
  choose: Choose = () => 'mine',
): Merged {
  const { text, conflicts } = mergedText({ base, mine, theirs }, format, choose);
  return { text, conflicts, patchOfMine: patchBetween(mine, text), patchOfTheirs: patchBetween(theirs, text) };
}

type Texts = Record<keyof Three, string>;

function mergedText(texts: Texts, format: SourceFormat, choose: Choose): Pick<Merged, 'text' | 'conflicts'> {
  const { base, mine, theirs } = texts;
  if (mine === theirs || theirs === base) return { text: mine, conflicts: [] };
  if (mine === base) return { text: theirs, conflicts: [] };
  const { text, conflicts } = bySteps(texts, format, choose) ?? byLines(texts, choose);
  // Lines that go together may still not be read together: then one of both has to do.
  const isBroken = [base, mine, theirs].every((each) => readSource(each, format)) && !readSource(text, format);
  if (!isBroken) return { text, conflicts };
  const whole: Conflict = { field: [], mine, theirs };
  return { text: whole[choose(whole)] as string, conflicts: [whole] };
}

function byLines({ base, mine, theirs }: Texts, choose: Choose): Pick<Merged, 'text' | 'conflicts'> {
  const conflicts: Conflict[] = [];
  const { text } = mergeLines(base, mine, theirs, (lines) => asked(lines, choose, conflicts));
  return { text, conflicts };
}

/** The lines that are chosen where both changed the same ones. */
function asked({ mine, theirs }: LineConflict, choose: Choose, conflicts: Conflict[]): string {
  const conflict = { field: [], mine, theirs };
  const key = conflictKey(conflict);
  if (!conflicts.some((each) => conflictKey(each) === key)) conflicts.push(conflict);
  return conflict[choose(conflict)];
}

function bySteps(texts: Texts, format: SourceFormat, choose: Choose): Pick<Merged, 'text' | 'conflicts'> | undefined {
  const read = readAll(texts, format);
  if (!read) return undefined;
  const { sources, conflicts: renamed } = renamedAlike(read, choose);
  const models = { base: modelOf(sources.base), mine: modelOf(sources.mine), theirs: modelOf(sources.theirs) };
  if (!models.base || !models.mine || !models.theirs) return undefined;
  const { merged, conflicts } = mergeModels(models as Record<keyof Three, FlowModel>, choose);
  const text = written(merged, sources, (lines) => asked(lines, choose, conflicts));
  return text === undefined ? undefined : { text, conflicts: [...renamed, ...conflicts] };
}

/** A text that says what a model says: of the lines of both if that goes, else of mine. */
function written(
  model: FlowModel,
  { base, mine, theirs }: Sources,
  chosen: (conflict: LineConflict) => string,
): string | undefined {
  const meant = writeModel(model);
  const says = ({ root }: Source) => sameJson(jsonOf(root), meant);
  // Of comments no model knows: both new ones stay, one that both changed is asked.
  const resolve = (lines: LineConflict) => {
    if (!isComment(lines.base + lines.mine + lines.theirs)) return lines.mine;
    return lines.base === '' ? lines.mine + lines.theirs : chosen(lines);
  };
  for (const text of [mergeLines(base.text, mine.text, theirs.text, resolve).text, mine.text]) {
    const source = readSource(text, mine.format);
    if (!source || !modelOf(source)) continue;
    const draft = new Draft(source);
    if (!says(source)) bringTo(draft, model, base, theirs);
    if (says(draft.source)) return draft.source.text;
  }
  return undefined;
}

type Sources = Record<keyof Three, Source>;

function readAll({ base, mine, theirs }: Texts, format: SourceFormat): Sources | undefined {
  const read = { base: readSource(base, format), mine: readSource(mine, format), theirs: readSource(theirs, format) };
  const all = Object.values(read);
  return all.every((source) => source && !hasAliases(source)) ? (read as Sources) : undefined;
}

function hasAliases({ root }: Source): boolean {
  for (const [tree] of eachWritten(root)) if (tree.kind === 'alias' || tree.anchor) return true;
  return false;
}

/** The texts after the renames of both: each step has one id in all of them. */
function renamedAlike({ base, mine, theirs }: Sources, choose: Choose): { sources: Sources; conflicts: Conflict[] } {
  const own = renamesOf(base, mine);
  const other = renamesOf(base, theirs);
  const conflicts: Conflict[] = [];
  const inMine: Rename[] = other.filter(({ from }) => !own.some((each) => each.from === from));
  const inTheirs: Rename[] = own.filter(({ from }) => !other.some((each) => each.from === from));
  const inBase = [...own, ...inMine];
  for (const { from, to } of own) {
    const rival = other.find((each) => each.from === from);
    if (!rival || rival.to === to) continue;
    const conflict = { step: from, field: ['id'], mine: to, theirs: rival.to };
    conflicts.push(conflict);
    if (choose(conflict) === 'mine') inTheirs.push({ from: rival.to, to });
    else {
      inMine.push({ from: to, to: rival.to });
      inBase.push({ from: to, to: rival.to });
    }
  }
  const sources = {
    base: withRenames(base, inBase),
    mine: withRenames(mine, inMine),
    theirs: withRenames(theirs, inTheirs),
  };
  return { sources, conflicts };
}

function isComment(lines: string): boolean {
  return lines.split('\n').every((line) => /^\s*(#|$)/.test(line));
}

function modelOf(source: Source): FlowModel | undefined {
  return readModel(jsonOf(source.root));
}
