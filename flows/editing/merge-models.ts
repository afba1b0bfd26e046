import type { Json, JsonObject } from '#flows/language/json.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import {
  type FlowModel,
  isObject,
  listMark,
  listPlace,
  listsOf,
  type ModelStep,
  rootList,
  writeStep,
} from './flow-model.ts';
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
  /** Steps that were put where one side has them. */
  private readonly untangled = new Set<string>();

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
    this.keepAround(steps);
    return { merged: { fields, steps, lists: this.orders(steps) }, conflicts: this.conflicts };
  }

  private decide(conflict: Conflict): Side {
    this.conflicts.push(conflict);
    return this.choose(conflict);
  }

  private step(id: string): ModelStep | undefined {
    const three = this.three(id);
    const { base, mine, theirs } = three;
    if (!mine && !theirs) return undefined;
    if (mine && theirs) return { fields: this.fields(id, three), list: this.list(id, three) };
    const left = mine ?? theirs;
    if (!base || !left) return left;
    // One took it out: that counts unless the other changed it.
    return same(left.fields, base.fields) ? undefined : this.whole(id);
  }

  private fields(id: string, { base, mine, theirs }: Three<ModelStep>): JsonObject {
    const kinds = [base, mine, theirs].map((step) => step && kindOf(step));
    const values = { base: base?.fields, mine: mine?.fields, theirs: theirs?.fields };
    const turned = new Set(kinds).size > 1 && !same(values.mine, values.theirs);
    const oneLeftIt = same(values.mine, values.base) || same(values.theirs, values.base);
    if (turned && !oneLeftIt) return (this.whole(id) ?? mine ?? theirs)!.fields;
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

  /** A conflict about a whole step, and what came of it. */
  private whole(id: string): ModelStep | undefined {
    const written = (model: FlowModel) => (model.steps.has(id) ? writeStep(model, id) : undefined);
    const side = this.decide({ step: id, field: [], mine: written(this.mine), theirs: written(this.theirs) });
    return this[side].steps.get(id);
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
    const holds = (side: Side) => {
      const holder = around === undefined ? undefined : this[side].steps.get(around);
      return holder && around !== undefined && listsOf(around, holder).includes(step.list) ? holder : undefined;
    };
    const holder = holds('mine') ?? holds('theirs');
    // Who chose to keep a step keeps what it stands in.
    const chosen = this.conflicts.some((conflict) => conflict.step === id && conflict.field.length === 0);
    const kept = chosen || around === undefined ? holder : holder && this.whole(around);
    if (around !== undefined && kept && listsOf(around, kept).includes(step.list))
      steps.set(around, withPlace(steps.get(around) ?? kept, step.list));
    else this.takeOut(steps, id);
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
