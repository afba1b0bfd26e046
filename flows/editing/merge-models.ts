import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import { type FlowModel, listMark, listPlace, listsOf, type ModelStep, rootList, writeStep } from './flow-model.ts';
import { mergeOrder } from './merge-order.ts';
import { mergeValues, type Side, same, type Three } from './merge-values.ts';

/** Something that both changed, each in another way. */
export interface Conflict {
  /** Undefined in the flow's own fields. */
  step?: string;
  /** Empty for the whole step, which one of both took out. */
  field: readonly (string | number)[];
  /** What each of both made of it; undefined where it was taken out. */
  mine: Json | undefined;
  theirs: Json | undefined;
}

/** Names a conflict: its step and field, or the lines that it is about. */
export function conflictKey({ step, field, mine, theirs }: Conflict): string {
  return JSON.stringify(step === undefined && field.length === 0 ? [mine, theirs] : [step, field]);
}

/** Whose side is taken in a conflict. */
export type Choose = (conflict: Conflict) => Side;

/** What both made of a flow, with the sides that are chosen, and where there was something to choose. */
export function mergeModels(
  models: Record<keyof Three, FlowModel>,
  choose: Choose,
): { merged: FlowModel; conflicts: Conflict[] } {
  return new Merging(models, choose).merge();
}

/** The field under which the place of a step is told. */
export const placeField = 'place';

class Merging {
  private readonly base: FlowModel;
  private readonly mine: FlowModel;
  private readonly theirs: FlowModel;
  private readonly choose: Choose;
  private readonly conflicts: Conflict[] = [];
  /** What was chosen, by the keys of the conflicts. */
  private readonly sides = new Map<string, Side>();
  /** Steps that were put where one side has them. */
  private readonly untangled = new Set<string>();
  /** Steps that stand where the side has them whose step around them was chosen. */
  private readonly resettled = new Set<string>();
  /** Steps that are of the kind that somebody chose to keep; they get other lists beside their own. */
  private readonly ofChosenKind = new Set<string>();

  constructor({ base, mine, theirs }: Record<keyof Three, FlowModel>, choose: Choose) {
    this.base = base;
    this.mine = mine;
    this.theirs = theirs;
    this.choose = choose;
  }

  merge(): { merged: FlowModel; conflicts: Conflict[] } {
    const { base, mine, theirs } = this;
    const fields = mergeValues({ base: base.fields, mine: mine.fields, theirs: theirs.fields }, [], (field, values) =>
      this.decide({ field, mine: values.mine, theirs: values.theirs }),
    ) as JsonObject;
    const steps = new Map<string, ModelStep>();
    for (const id of new Set([...base.steps.keys(), ...mine.steps.keys(), ...theirs.steps.keys()])) {
      const step = this.step(id);
      if (step) steps.set(id, step);
    }
    for (const [id, step] of [...steps]) {
      const side = this.sides.get(wholeKey(id));
      if (side) this.keepWithin(steps, side, listsOf(id, step));
    }
    this.keepAround(steps);
    return { merged: { fields, steps, lists: this.orders(steps) }, conflicts: this.conflicts };
  }

  /** Asks once, however often it is met. */
  private decide(conflict: Conflict): Side {
    const key = conflictKey(conflict);
    const known = this.sides.get(key);
    if (known) return known;
    const side = this.choose(conflict);
    this.conflicts.push(conflict);
    this.sides.set(key, side);
    return side;
  }

  private step(id: string): ModelStep | undefined {
    const three = this.three(id);
    const { base, mine, theirs } = three;
    if (!mine && !theirs) return undefined;
    if (mine && theirs) return { fields: this.fields(id, three), list: this.list(id, three) };
    const left = mine ?? theirs;
    if (!base || !left) return left;
    // One took it out: that counts unless the other changed it.
    return same(left.fields, base.fields) ? undefined : this[this.whole(id)].steps.get(id);
  }

  private fields(id: string, { base, mine, theirs }: Three<ModelStep>): JsonObject {
    const kinds = [base, mine, theirs].map((step) => step && kindOf(step));
    const values = { base: base?.fields, mine: mine?.fields, theirs: theirs?.fields };
    const turned = new Set(kinds).size > 1 && !same(values.mine, values.theirs);
    const oneLeftIt = same(values.mine, values.base) || same(values.theirs, values.base);
    if (turned && !oneLeftIt) return (this[this.whole(id)].steps.get(id) ?? mine ?? theirs)!.fields;
    return mergeValues(values, [], (field, { mine: own, theirs: other }) =>
      this.decide({ step: id, field, mine: own, theirs: other }),
    ) as JsonObject;
  }

  private list(id: string, { base, mine, theirs }: Three<ModelStep>): string {
    const [own = '', other = ''] = [mine?.list, theirs?.list];
    if (own === other || other === base?.list) return own;
    if (own === base?.list) return other;
    const places = { mine: placeOf(own), theirs: placeOf(other) };
    return this.decide({ step: id, field: [placeField], ...places }) === 'mine' ? own : other;
  }

  /** Whose side is taken in a conflict about a whole step. */
  private whole(id: string): Side {
    const written = (model: FlowModel) => (model.steps.has(id) ? writeStep(model, id) : undefined);
    return this.decide({ step: id, field: [], mine: written(this.mine), theirs: written(this.theirs) });
  }

  /** What stands in a step that is kept stays in it, but for steps that were asked about themselves. */
  private keepWithin(steps: Map<string, ModelStep>, side: Side, lists: readonly string[]): void {
    for (const id of lists.flatMap((list) => this[side].lists.get(list) ?? [])) {
      const step = this[side].steps.get(id);
      if (!step || steps.has(id) || this.sides.has(wholeKey(id))) continue;
      steps.set(id, step);
      this.keepWithin(steps, side, listsOf(id, step));
    }
  }

  /** A list that steps are in needs its place: where one took that out, both are asked. */
  private keepAround(steps: Map<string, ModelStep>): void {
    for (let again = true; again; ) {
      again = false;
      const places = new Set([rootList, ...[...steps].flatMap(([id, step]) => listsOf(id, step))]);
      for (const [id, step] of steps) {
        if (places.has(step.list)) continue;
        this.keepPlace(steps, id, step);
        again = true;
        break;
      }
    }
    this.untangle(steps);
  }

  private keepPlace(steps: Map<string, ModelStep>, id: string, step: ModelStep): void {
    const around = listPlace(step.list).step;
    const side = around === undefined ? undefined : this.sideAround(id, around, step.list);
    if (around === undefined || side === undefined || !this.hasList(side, around, step.list)) {
      const list = side && this[side].steps.get(id)?.list;
      if (list === undefined || list === step.list || this.resettled.has(id)) this.takeOut(steps, id);
      else steps.set(id, { ...step, list });
      this.resettled.add(id);
      return;
    }
    const kept = this[side].steps.get(around)!;
    const now = steps.get(around);
    const alike = now && (kindOf(now) === kindOf(kept) || this.ofChosenKind.has(around));
    this.ofChosenKind.add(around);
    const holder = withPlace(alike ? now : { ...kept, list: (now ?? kept).list }, step.list);
    steps.set(around, holder);
    this.keepWithin(steps, side, alike ? [step.list] : listsOf(around, holder));
  }

  /** Whose step is kept around another one: who chose to keep a step keeps what it stands in. */
  private sideAround(id: string, around: string, list: string): Side | undefined {
    const holding = (['mine', 'theirs'] as const).find((side) => this.hasList(side, around, list));
    return holding === undefined || this.sides.has(wholeKey(id)) ? holding : this.whole(around);
  }

  private hasList(side: Side, id: string, list: string): boolean {
    const step = this[side].steps.get(id);
    return step !== undefined && listsOf(id, step).includes(list);
  }

  private takeOut(steps: Map<string, ModelStep>, id: string): void {
    const step = steps.get(id);
    steps.delete(id);
    if (!step) return;
    const lists = listsOf(id, step);
    for (const [inner, { list }] of [...steps]) if (lists.includes(list)) this.takeOut(steps, inner);
  }

  /** Steps that both moved into each other are nowhere: they stand where one side has them. */
  private untangle(steps: Map<string, ModelStep>): void {
    const reached = new Set<string>();
    const visit = (list: string) => {
      for (const [id, step] of steps) {
        if (step.list !== list || reached.has(id)) continue;
        reached.add(id);
        for (const inner of listsOf(id, step)) visit(inner);
      }
    };
    visit(rootList);
    const lost = [...steps.keys()].filter((id) => !reached.has(id));
    const [first] = lost;
    if (first === undefined) return;
    if (this.untangled.has(first)) {
      for (const id of lost) steps.delete(id);
      return;
    }
    this.untangled.add(first);
    const { mine, theirs } = this.three(first);
    const places = { mine: placeOf(mine?.list), theirs: placeOf(theirs?.list) };
    const side = this.decide({ step: first, field: [placeField], ...places });
    for (const id of lost) {
      const step = steps.get(id);
      const own = this[side].steps.get(id);
      if (step && own) steps.set(id, { ...step, list: own.list });
      else steps.delete(id);
    }
    this.keepAround(steps);
  }

  private orders(steps: ReadonlyMap<string, ModelStep>): Map<string, string[]> {
    const lists = [rootList, ...[...steps].flatMap(([id, step]) => listsOf(id, step))];
    return new Map(
      lists.map((list) => {
        const here = (model: FlowModel) => (model.lists.get(list) ?? []).filter((id) => steps.get(id)?.list === list);
        const three = { base: here(this.base), mine: here(this.mine), theirs: here(this.theirs) };
        const decide = (id: string) =>
          this.decide({ step: id, field: [placeField], mine: three.mine, theirs: three.theirs });
        return [list, mergeOrder(three, decide)];
      }),
    );
  }

  private three(id: string): Three<ModelStep> {
    return { base: this.base.steps.get(id), mine: this.mine.steps.get(id), theirs: this.theirs.steps.get(id) };
  }
}

/** The key of the conflict about a whole step. */
function wholeKey(id: string): string {
  return conflictKey({ step: id, field: [], mine: undefined, theirs: undefined });
}

/** A step with a place for a list in it. */
function withPlace(step: ModelStep, list: string): ModelStep {
  const [field = '', name] = listPlace(list).path;
  const branches = step.fields[field];
  const value = name === undefined ? listMark : { ...(isObject(branches) && branches), [name]: listMark };
  return { ...step, fields: { ...step.fields, [field]: value } };
}

const keys = Object.values(stepKinds).map(({ key }) => key);

function kindOf({ fields }: ModelStep): string {
  return keys.filter((key) => Object.hasOwn(fields, key)).join();
}

/** Where a list is, for people: `loop.do`; the flow's own is `steps`. */
function placeOf(list: string | undefined): string | undefined {
  if (list === undefined) return undefined;
  const { step, path } = listPlace(list);
  return [...(step === undefined ? [] : [step]), ...path].join('.');
}
