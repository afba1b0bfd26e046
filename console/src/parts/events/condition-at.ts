import type { Condition } from '#flows/language/flow.ts';

/** The condition below `root` that a verdict's path leads to, such as `when.all[0].not`; undefined when there is none. */
export function conditionAt(root: Condition, path: string): Condition | undefined {
  let condition: Condition | undefined = root;
  for (const [, kind, index] of path.matchAll(/\.(?:(all|any)\[(\d+)\]|not)/g)) {
    if (kind === undefined) condition = condition?.kind === 'not' ? condition.of : undefined;
    else if (condition?.kind === 'all' || condition?.kind === 'any') {
      condition = condition.kind === kind ? condition.of[Number(index)] : undefined;
    } else condition = undefined;
  }
  return condition;
}
