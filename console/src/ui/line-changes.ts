export interface LineChange {
  kind: 'same' | 'theirs' | 'mine';
  text: string;
}

const around = 3;
const mostLines = 3000;

/** What differs between two texts, line by line, with three lines around each difference. */
export function lineChanges(theirs: string, mine: string): LineChange[] {
  const a = theirs.split('\n').slice(0, mostLines);
  const b = mine.split('\n').slice(0, mostLines);
  return nearChanges(merge(a, b));
}

/** Longest common subsequence between the equal head and tail. */
function merge(a: string[], b: string[]): LineChange[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const left = a.slice(head, a.length - tail);
  const right = b.slice(head, b.length - tail);
  const lengths = table(left, right);
  const changes: LineChange[] = a.slice(0, head).map((text) => ({ kind: 'same', text }));
  let i = 0;
  let j = 0;
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      changes.push({ kind: 'same', text: left[i]! });
      i += 1;
      j += 1;
    } else if (j >= right.length || (i < left.length && lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      changes.push({ kind: 'theirs', text: left[i]! });
      i += 1;
    } else {
      changes.push({ kind: 'mine', text: right[j]! });
      j += 1;
    }
  }
  return [...changes, ...a.slice(a.length - tail).map((text): LineChange => ({ kind: 'same', text }))];
}

function table(left: string[], right: string[]): Uint16Array[] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 2));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] =
        left[i] === right[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

function nearChanges(changes: LineChange[]): LineChange[] {
  const near = (i: number) =>
    changes.slice(Math.max(0, i - around), i + around + 1).some((change) => change.kind !== 'same');
  return changes.filter((_, i) => near(i));
}

/** A line of two texts beside each other: undefined where one of them has none. */
export interface LinePair {
  theirs: string | undefined;
  mine: string | undefined;
  same: boolean;
}

/** Changes as two columns: what is there in the place of something stands beside it. */
export function linePairs(changes: readonly LineChange[]): LinePair[] {
  const pairs: LinePair[] = [];
  /** Since the last equal line: the first pair that has nothing on a side. */
  const free = { theirs: 0, mine: 0 };
  for (const { kind, text } of changes) {
    if (kind === 'same') {
      pairs.push({ theirs: text, mine: text, same: true });
      free.theirs = pairs.length;
      free.mine = pairs.length;
      continue;
    }
    const pair = pairs[free[kind]];
    if (pair) pair[kind] = text;
    else pairs.push({ theirs: undefined, mine: undefined, same: false, [kind]: text });
    free[kind] += 1;
  }
  return pairs;
}
