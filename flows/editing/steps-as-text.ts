import { itemAsLines, itemAt } from './list-item.ts';
import { readSource, type SourceFormat } from './read-source.ts';
import { isBelow, treeAt } from './source-tree.ts';
import { eachStepIn } from './steps-in.ts';

/**
 * Steps as a text that `paste` takes: a YAML list, with their comments, in the order of the document. A step inside
 * another of them comes with that one. Empty when the text cannot be read.
 */
export function stepsAsText(text: string, format: SourceFormat, ids: readonly string[]): string {
  const source = readSource(text, format);
  if (!source) return '';
  const wanted = new Set(ids);
  const steps = [...eachStepIn(source.root)].filter(({ id }) => id !== undefined && wanted.has(id));
  const outer = steps.filter(({ path }) => !steps.some((each) => each.path !== path && isBelow(path, each.path)));
  const lines = outer.flatMap(({ list, index }) => {
    const tree = treeAt(source.root, list);
    return tree?.kind === 'list' ? itemAsLines(source, itemAt(source, tree, index)) : [];
  });
  return lines.map((line) => `${line}\n`).join('');
}
