import type { OutlineRow, StepRow } from './outline-rows.ts';

/** What a key does in a tree, as the ARIA authoring practices have it (https://www.w3.org/WAI/ARIA/apg/patterns/treeview/). */
export type TreeAct =
  | { do: 'go'; to: string }
  | { do: 'expand' | 'collapse'; ids: string[] }
  | { do: 'open' }
  | undefined;

/**
 * What a key does at a row. `titleOf` is what letters are looked for in, for branches there is nothing; without it letters
 * do nothing here.
 */
export function treeAct(
  rows: readonly OutlineRow[],
  at: string | undefined,
  key: string,
  titleOf?: (row: StepRow) => string,
): TreeAct {
  const index = rows.findIndex(({ id }) => id === at);
  const row = rows[index];
  if (!row) return go(rows[0]);
  switch (key) {
    case 'ArrowDown':
      return go(rows[index + 1]);
    case 'ArrowUp':
      return go(rows[index - 1]);
    case 'Home':
      return go(rows[0]);
    case 'End':
      return go(rows.at(-1));
    case 'ArrowRight':
      if (row.expanded === false) return { do: 'expand', ids: [row.id] };
      return row.expanded ? go(rows[index + 1]) : undefined;
    case 'ArrowLeft':
      if (row.expanded) return { do: 'collapse', ids: [row.id] };
      return go(rows.findLast((each, i) => i < index && each.level < row.level));
    case '*': {
      const closed = siblings(rows, index).filter((each) => each.expanded === false);
      return closed.length > 0 ? { do: 'expand', ids: closed.map(({ id }) => id) } : undefined;
    }
    case 'Enter':
      return { do: 'open' };
    default:
      return titleOf && key.length === 1 && /[\p{L}\p{N}]/u.test(key)
        ? go(found(rows, index, key, titleOf))
        : undefined;
  }
}

function go(row: OutlineRow | undefined): TreeAct {
  return row && { do: 'go', to: row.id };
}

/** Rows of the list that a row is in. */
function siblings(rows: readonly OutlineRow[], index: number): OutlineRow[] {
  const { level, within } = rows[index]!;
  return rows.filter((each) => each.level === level && each.within?.step.id === within?.step.id);
}

/** The next row whose title begins with a letter, round the end. */
function found(rows: readonly OutlineRow[], index: number, letter: string, titleOf: (row: StepRow) => string) {
  const order = [...rows.slice(index + 1), ...rows.slice(0, index)];
  return order.find((row) => row.kind === 'step' && titleOf(row).toLowerCase().startsWith(letter.toLowerCase()));
}
