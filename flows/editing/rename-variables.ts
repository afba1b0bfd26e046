import type { Draft } from './draft.ts';
import { replaceValue, slotAt } from './edit-value.ts';
import { type VariableUse, variableUses } from './references.ts';
import { setValue } from './set-value.ts';
import { type SourcePath, treeAt } from './source-tree.ts';

/** The name at a path (an `id` or an `as`) becomes another. */
export interface Renaming {
  path: SourcePath;
  from: string;
  to: string;
}

/** Renames all at once, also in every expression below any of the paths; returns the paths of those. */
export function renameVariables(
  draft: Draft,
  renamings: readonly Renaming[],
  below: readonly SourcePath[],
): SourcePath[] {
  const { source } = draft;
  const names = new Map(renamings.map(({ from, to }) => [from, to]));
  const uses = variableUses(source, below).filter(({ name }) => names.has(name));
  const exact = uses.filter((use) => isExact(source.text, use));
  const spliced = exact.map(({ from, to, name }) => ({ from, to, insert: names.get(name) as string }));
  const ids = renamings.flatMap(({ path, to }) => {
    const slot = slotAt(source, path);
    return slot ? replaceValue(source, slot, to) : [];
  });
  const whole = textsToRewrite(
    uses.filter((use) => !exact.includes(use)),
    uses,
  );
  draft.change([...ids, ...spliced.filter((_, at) => !whole.has(pathKey(exact[at] as VariableUse)))]);
  for (const here of whole.values()) rewriteText(draft, here, names);
  return uses.map(({ path }) => path);
}

/** True where the characters found are the name; YAML may fold a text in a way that hides where they are. */
function isExact(text: string, { from, to, name }: VariableUse): boolean {
  const found = text.slice(from, to);
  return text[from - 1] === '$' && (found === name || found.includes('\\'));
}

/** The texts that are written anew because one of their uses has no exact place: all of their uses. */
function textsToRewrite(folded: readonly VariableUse[], uses: readonly VariableUse[]): Map<string, VariableUse[]> {
  const keys = new Set(folded.map(pathKey));
  return new Map([...keys].map((key) => [key, uses.filter((use) => pathKey(use) === key)]));
}

function pathKey({ path }: VariableUse): string {
  return JSON.stringify(path);
}

function rewriteText(draft: Draft, uses: readonly VariableUse[], names: ReadonlyMap<string, string>): void {
  const path = uses[0]?.path ?? [];
  const tree = treeAt(draft.source.root, path);
  if (tree?.kind !== 'scalar') return;
  let text = String(tree.value);
  for (const { at, name } of [...uses].sort((a, b) => b.at - a.at)) {
    text = text.slice(0, at) + names.get(name) + text.slice(at + name.length);
  }
  setValue(draft, path, text);
}
