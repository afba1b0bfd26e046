import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import { listsOfSteps, namedLists } from '#flows/language/list-fields.ts';

/** A flow document taken apart: what is written in each step, and which steps are in which list. */
export interface FlowModel {
  /** The flow's own fields, `listMark` where steps are. */
  fields: JsonObject;
  steps: Map<string, ModelStep>;
  /** Ids of the steps of each list. */
  lists: Map<string, string[]>;
}

export interface ModelStep {
  /** Its fields, `listMark` where steps are. */
  fields: JsonObject;
  /** The list that it is in. */
  list: string;
}

/** Stands where a list of steps is; no text of a flow holds it, since it has a control character. */
export const listMark = '\u0000steps';

/** The flow's own list. */
export const rootList = listKey(undefined, ['steps']);

/** A document taken apart; undefined when its steps have no ids of their own. */
export function readModel(document: Json): FlowModel | undefined {
  if (!isObject(document)) return undefined;
  const model: FlowModel = { fields: {}, steps: new Map(), lists: new Map() };
  const steps = document.steps;
  model.fields = { ...document, ...(Array.isArray(steps) && { steps: listMark }) };
  return Array.isArray(steps) && readList(model, rootList, steps) ? model : undefined;
}

function readList(model: FlowModel, list: string, steps: readonly Json[]): boolean {
  const ids: string[] = [];
  model.lists.set(list, ids);
  return steps.every((step) => {
    if (!isObject(step) || typeof step.id !== 'string' || model.steps.has(step.id)) return false;
    ids.push(step.id);
    const own: ModelStep = { fields: {}, list };
    model.steps.set(step.id, own);
    return Object.entries(step).every(([field, value]) => readField(model, own, step.id as string, field, value));
  });
}

function readField(model: FlowModel, step: ModelStep, id: string, field: string, value: Json): boolean {
  const listed = listsOfSteps.has(field) && Array.isArray(value);
  if (listed) {
    step.fields[field] = listMark;
    return readList(model, listKey(id, [field]), value);
  }
  if (!namedLists.has(field) || !isObject(value)) {
    step.fields[field] = value;
    return true;
  }
  const branches = Object.entries(value);
  step.fields[field] = Object.fromEntries(
    branches.map(([name, list]) => [name, Array.isArray(list) ? listMark : list]),
  );
  return branches.every(([name, list]) => !Array.isArray(list) || readList(model, listKey(id, [field, name]), list));
}

/** The document of a model. */
export function writeModel(model: FlowModel): JsonObject {
  return { ...model.fields, ...(model.fields.steps === listMark && { steps: writeList(model, rootList) }) };
}

/** The steps of one list as they are written. */
export function writeList(model: FlowModel, list: string): JsonObject[] {
  return (model.lists.get(list) ?? []).map((id) => writeStep(model, id));
}

/** A step as it is written, with the steps in it. */
export function writeStep(model: FlowModel, id: string): JsonObject {
  const fields = model.steps.get(id)?.fields ?? {};
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      if (value === listMark) return [field, writeList(model, listKey(id, [field]))];
      if (!namedLists.has(field) || !isObject(value)) return [field, value];
      const branches = Object.entries(value).map(([name, list]) => [
        name,
        list === listMark ? writeList(model, listKey(id, [field, name])) : list,
      ]);
      return [field, Object.fromEntries(branches)];
    }),
  );
}

/** Names a list by the step that it is in and its path there. */
export function listKey(step: string | undefined, path: readonly string[]): string {
  return JSON.stringify([step ?? null, ...path]);
}

/** The step that a list is in, undefined for the flow's own, and its path there. */
export function listPlace(list: string): { step: string | undefined; path: string[] } {
  const [step, ...path] = JSON.parse(list) as [string | null, ...string[]];
  return { step: step ?? undefined, path };
}

/** The lists that the fields of a step have a place for. */
export function listsOf(id: string, { fields }: ModelStep): string[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    if (value === listMark) return [listKey(id, [field])];
    if (!namedLists.has(field) || !isObject(value)) return [];
    return Object.entries(value).flatMap(([name, list]) => (list === listMark ? [listKey(id, [field, name])] : []));
  });
}
