import type { Draft } from './draft.ts';
import { replaceValue, slotAt } from './edit-value.ts';
import { type AliasSource, eachWritten, jsonOf, type SourcePath, type SourceTree } from './source-tree.ts';

/**
 * Writes out every alias through which a change of the values at these paths would be seen elsewhere, or through which
 * it would change what the anchor names: aliases on the way, and aliases of what the values are in or hold. With
 * `inside` also the aliases that the values hold, which mean what stands before them.
 */
export function writeOutAliases(draft: Draft, paths: readonly SourcePath[], inside = false): void {
  for (let alias = concerned(draft, paths, inside); alias; alias = concerned(draft, paths, inside)) {
    const slot = slotAt(draft.source, alias.path);
    if (!slot) return;
    draft.change(replaceValue(draft.source, slot, jsonOf(alias.tree)));
  }
}

interface FoundAlias {
  tree: AliasSource;
  path: SourcePath;
}

function concerned({ source }: Draft, paths: readonly SourcePath[], inside: boolean): FoundAlias | undefined {
  const changed = (path: SourcePath) => paths.some((each) => startsWith(each, path) || startsWith(path, each));
  const anchors = new Map<SourceTree, SourcePath>();
  for (const [tree, path] of eachWritten(source.root)) {
    if (tree.anchor) anchors.set(tree, path);
    if (tree.kind !== 'alias') continue;
    const within = paths.some((each) => startsWith(path, each));
    const onTheWay = paths.some((each) => startsWith(each, path));
    const anchor = anchors.get(tree.target);
    if (onTheWay || (inside && within) || (anchor && !within && changed(anchor))) return { tree, path };
  }
  return undefined;
}

function startsWith(path: SourcePath, start: SourcePath): boolean {
  return path.length >= start.length && start.every((part, index) => String(path[index]) === String(part));
}
