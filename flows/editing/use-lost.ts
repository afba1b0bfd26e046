import { childLists } from '#flows/language/child-lists.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { Gap } from './command.ts';
import type { Source } from './read-source.ts';
import { variableUses } from './references.ts';
import { isBelow } from './source-tree.ts';
import { eachStepIn } from './steps-in.ts';

/** A step names another, or the item of a loop, in an expression. */
export interface NameUse {
  step: string;
  name: string;
}

/** Every use of a name in the steps of a text, each once. */
export function nameUses(source: Source): NameUse[] {
  const steps = [...eachStepIn(source.root)];
  const found = new Map<string, NameUse>();
  for (const { name, path } of variableUses(source)) {
    const around = steps.filter((step) => isBelow(path, step.path)).at(-1);
    if (around?.id !== undefined) found.set(`${around.id} ${name}`, { step: around.id, name });
  }
  return [...found.values()];
}

/** Where a step, or the item of a loop, is: the lists that lead to it and its place in each, the outermost first. */
type Way = readonly { list: string; index: number; step: string }[];

/**
 * The first use of a name that is in sight now and would not be once the steps lie in the gap, which is counted before
 * they are taken out. `intoItself` when the gap is inside one of them.
 */
export function useLostBy(
  flow: Pick<Flow, 'steps'>,
  uses: readonly NameUse[],
  ids: readonly string[],
  gap: Gap,
): NameUse | 'intoItself' | undefined {
  const before = new Ways(flow.steps);
  const target = gap.step === undefined ? [] : before.of(gap.step);
  if (target?.some(({ step }) => ids.includes(step))) return 'intoItself';
  const after = new Ways(flow.steps, { ids: new Set(ids), gap });
  return uses.find((use) => before.sees(use) && !after.sees(use));
}

/** Where everything is in a flow, or in one whose steps were moved. */
class Ways {
  readonly #steps = new Map<string, Way>();
  /** The loop that gives an item its name. */
  readonly #items = new Map<string, string>();
  /** Steps that see those of their rounds. */
  readonly #repeated = new Set<string>();

  constructor(steps: readonly Step[], moved?: { ids: ReadonlySet<string>; gap: Gap }) {
    const carried = moved ? stepsOf(steps, moved.ids) : [];
    const visit = (list: readonly Step[], key: string, above: Way) => {
      const target = moved && branchKey(moved.gap.step, moved.gap.branch) === key ? moved.gap.index : undefined;
      const kept = list.map((step, index) => ({ step, index })).filter(({ step }) => !moved?.ids.has(step.id));
      const here = target === undefined ? [] : carried;
      const at = kept.filter(({ index }) => index < (target ?? 0)).length;
      const order = kept.map(({ step }) => step);
      for (const [index, step] of order.toSpliced(at, 0, ...here).entries()) {
        const way = [...above, { list: key, index, step: step.id }];
        this.#steps.set(step.id, way);
        for (const { role, path, steps: inner, item } of childLists(step)) {
          if (role === 'round') this.#repeated.add(step.id);
          if (item !== undefined) this.#items.set(item, step.id);
          visit(inner, branchKey(step.id, path), way);
        }
      }
    };
    visit(steps, branchKey(undefined, []), []);
  }

  of(step: string): Way | undefined {
    return this.#steps.get(step);
  }

  /** Whether a step sees a name: of a step before it or around it, of one of its rounds, of the item of a loop around it. */
  sees({ step, name }: NameUse): boolean {
    const user = this.#steps.get(step);
    if (!user) return true;
    const loop = this.#items.get(name);
    if (loop !== undefined) return user.some((each) => each.step === loop);
    const named = this.#steps.get(name);
    const last = named?.at(-1);
    if (!named || !last) return true;
    const beside = user[named.length - 1];
    if (this.#repeated.has(step) && named.at(-2)?.step === step) return true;
    return beside?.list === last.list && beside.index >= last.index;
  }
}

function stepsOf(steps: readonly Step[], ids: ReadonlySet<string>): Step[] {
  return steps.flatMap((step) =>
    ids.has(step.id) ? [step] : childLists(step).flatMap((list) => stepsOf(list.steps, ids)),
  );
}

function branchKey(step: string | undefined, branch: readonly string[] = []): string {
  return [step ?? '', ...branch].join('/');
}
