import type { Draft } from '../draft.ts';
import { inlineText } from '../print-value.ts';
import { CannotEdit } from '../refuse.ts';
import { setValue } from '../set-value.ts';
import { jsonOf, type MapSource, resolved, type SourcePath, treeAt } from '../source-tree.ts';
import { stepOf } from '../step-lists.ts';
import { writeOutAliases } from '../write-out.ts';

/** Gives an entry of a map in a step another name, such as a case of a switch; what it holds stays where it is written. */
export function renameEntry(draft: Draft, step: string, field: SourcePath, to: string): void {
  const path = [...stepOf(draft, step).path, ...field];
  const above = path.slice(0, -1);
  writeOutAliases(draft, [path]);
  const tree = treeAt(draft.source.root, above);
  const map = tree && resolved(tree);
  const from = String(path.at(-1));
  if (map?.kind !== 'map' || !map.entries.some(({ key }) => key === from)) {
    throw new CannotEdit('noField', { field: field.join('.') });
  }
  if (to === from) return;
  if (to === '') throw new CannotEdit('badName', { name: to });
  if (map.entries.some(({ key }) => key === to)) throw new CannotEdit('nameTaken', { name: to });
  const name = nameOf(draft, map, from);
  if (name) draft.change([{ ...name, insert: inlineText(to, draft.source.format) }]);
  else {
    const entries = Object.entries(jsonOf(map) as { [key: string]: never });
    setValue(draft, above, {});
    setValue(draft, above, Object.fromEntries(entries.map(([key, value]) => [key === from ? to : key, value])));
  }
}

/** The characters of a name; undefined where it has an anchor or a tag, or stands behind a `?`. */
function nameOf({ source }: Draft, map: MapSource, key: string): { from: number; to: number } | undefined {
  const entry = map.entries.find((each) => each.key === key);
  const head = entry && source.text.slice(entry.start, entry.colon);
  const [, name] = /^([^?&!][\s\S]*?)\s*:$/.exec(head ?? '') ?? [];
  return entry && name !== undefined ? { from: entry.start, to: entry.start + name.length } : undefined;
}
