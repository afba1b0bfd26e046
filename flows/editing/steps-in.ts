import { listsOfSteps, namedLists } from '#flows/language/list-fields.ts';
import { childOf, jsonOf, resolved, type SourcePath, type SourceTree } from './source-tree.ts';

/** A step of a document: its id, where it is, and the list that it is in. */
export interface FoundStep {
  id: string | undefined;
  path: SourcePath;
  list: SourcePath;
  index: number;
}

/** Every step below a list, in the order of the document; by default every step of the flow. */
export function* eachStepIn(root: SourceTree, list: SourcePath = ['steps']): Generator<FoundStep> {
  const steps = treeOf(root, list);
  if (steps?.kind !== 'list') return;
  for (const index of steps.items.keys()) {
    const path = [...list, index];
    yield { id: idAt(root, path), path, list, index };
    for (const inner of listsAt(root, path)) yield* eachStepIn(root, inner);
  }
}

/** The first step with an id. */
export function findStep(root: SourceTree, id: string): FoundStep | undefined {
  for (const step of eachStepIn(root)) if (step.id === id) return step;
  return undefined;
}

/** Paths of the lists inside a step that are written as lists. */
export function listsAt(root: SourceTree, step: SourcePath): SourcePath[] {
  const tree = treeOf(root, step);
  const fields = tree?.kind === 'map' ? tree.entries.map(({ key }) => key) : [];
  const paths = fields.flatMap((field) => {
    if (listsOfSteps.has(field)) return [[...step, field]];
    const branches = namedLists.has(field) ? treeOf(root, [...step, field]) : undefined;
    return branches?.kind === 'map' ? branches.entries.map(({ key }) => [...step, field, key]) : [];
  });
  return paths.filter((path) => treeOf(root, path)?.kind === 'list');
}

/** Every name that ids of steps and items of loops take, and that a new one must not. */
export function takenNames(root: SourceTree): Set<string> {
  const names = new Set<string>();
  for (const { id, path } of eachStepIn(root)) {
    if (id !== undefined) names.add(id);
    const as = textAt(root, [...path, 'as']);
    if (as !== undefined) names.add(as);
  }
  return names;
}

/** The text that a path leads to; undefined for anything else. */
export function textAt(root: SourceTree, path: SourcePath): string | undefined {
  const tree = treeOf(root, path);
  const value = tree && jsonOf(tree);
  return typeof value === 'string' ? value : undefined;
}

function idAt(root: SourceTree, step: SourcePath): string | undefined {
  return textAt(root, [...step, 'id']);
}

function treeOf(root: SourceTree, path: SourcePath) {
  const tree = path.reduce<SourceTree | undefined>(childOf, root);
  return tree && resolved(tree);
}
