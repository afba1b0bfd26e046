import { splitTemplate } from '#flows/compiler/1-parse/template.ts';
import { sourceOffset } from '#flows/compiler/source/string-offsets.ts';
import { parseExpression } from '#flows/expression/expression-tree.ts';
import type { Source } from './read-source.ts';
import { eachWritten, type SourcePath, type SourceTree } from './source-tree.ts';
import { variablesOf } from './variables-of.ts';

/** A variable in an expression of a document: which, in which text, where its name begins in it and in the document. */
export interface VariableUse {
  name: string;
  path: SourcePath;
  at: number;
  from: number;
  to: number;
}

/** Every use of a variable that is not bound inside its own expression, below any of the paths; aliases are not followed. */
export function variableUses({ text, root }: Source, below: readonly SourcePath[] = [[]]): VariableUse[] {
  const uses: VariableUse[] = [];
  for (const [tree, path] of eachWritten(root)) {
    if (tree.kind === 'scalar' && below.some((start) => startsWith(path, start)))
      uses.push(...usesIn(text, tree, path));
  }
  return uses;
}

function usesIn(text: string, tree: SourceTree & { kind: 'scalar' }, path: SourcePath): VariableUse[] {
  const { value } = tree;
  if (typeof value !== 'string' || !value.includes('{{')) return [];
  const raw = text.slice(tree.start, tree.end);
  return splitTemplate(value).parts.flatMap((part) => {
    if (part.kind === 'text') return [];
    const parsed = parseExpression(part.source);
    if ('fault' in parsed) return [];
    return variablesOf(parsed.tree, part.source).map(({ name, start }) => {
      const at = part.start + start;
      const offset = (decoded: number) => tree.start + sourceOffset(raw, value, decoded);
      const end = at + name.length;
      // Only what is in double quotes may write a letter as several characters.
      return { name, path, at, from: offset(at), to: raw.startsWith('"') ? offset(end) : offset(end - 1) + 1 };
    });
  });
}

function startsWith(path: SourcePath, start: SourcePath): boolean {
  return start.every((part, index) => path[index] === part);
}
