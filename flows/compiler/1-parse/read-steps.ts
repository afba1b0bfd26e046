import type { BaseFields } from '#flows/language/document.ts';
import { parseDuration } from '#flows/language/duration.ts';
import type { NamedSteps } from '#flows/language/field-reader.ts';
import type { Retry, Step, StepBase } from '#flows/language/flow.ts';
import { listsOfSteps, namedLists } from '#flows/language/list-fields.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { StepKind } from '#flows/language/step-kind.ts';
import { stepKinds } from '#flows/language/step-kinds.ts';
import { typeWord } from '#flows/language/type-word.ts';
import { childOf, type ObjectNode, type SourceNode, toJson } from '../source/source-node.ts';
import { Fields, writtenName } from './read-fields.ts';
import { asObject, readKind } from './read-kind.ts';
import { anyStep, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

const kindsByKey = new Map(
  Object.entries(stepKinds).map(([kind, about]) => [about.key, { kind, about: about as StepKind<Step> }]),
);

/** Reads a list of steps; what has no meaning in it may be anything, with findings that say why. */
export function readSteps(node: SourceNode, pointer: Pointer, reading: Reading): Step[] {
  if (node.kind === 'list') return node.items.map((item, index) => readStep(item, [...pointer, index], reading));
  reading.report('wrongType', { expected: '@list', actual: typeWord(toJson(node)) }, pointer);
  reading.lose(pointer);
  return [anyStep('', [], pointer)];
}

function readStep(node: SourceNode, pointer: Pointer, reading: Reading): Step {
  const object = asObject(node, pointer, reading);
  if (!object) {
    reading.lose(pointer);
    return anyStep('', [], pointer);
  }
  const read = readKind(object, shapes.steps, pointer, reading);
  const found = read && kindsByKey.get(read.kind);
  if (!read || !found) return kindless(object, pointer, reading);
  const fields = new Fields(read.node, shapes.steps[read.kind]!, pointer, reading, {
    list: readSteps,
    named: readNamed,
  });
  const own = found.about.read(fields, fields.part);
  if (!own) {
    reading.lose(pointer);
    return kindless(read.node, pointer, reading);
  }
  const base = readBase(read.node, fields, pointer, reading);
  return { ...base, kind: found.kind, ...own } as Step;
}

/** What says not what it does: the steps inside it have findings of their own. */
function kindless(object: ObjectNode, pointer: Pointer, reading: Reading): Step {
  const inside = object.entries.flatMap(({ key, node }) => {
    const at = [...pointer, key];
    if (listsOfSteps.has(key)) return node.kind === 'list' ? readSteps(node, at, reading) : [];
    return namedLists.has(key) ? readNamed(node, at, pointer, reading).flatMap(({ steps }) => steps) : [];
  });
  return anyStep(idOf(object), inside, pointer);
}

function readNamed(node: SourceNode | undefined, pointer: Pointer, whole: Pointer, reading: Reading): NamedSteps[] {
  const object = node && asObject(node, pointer, reading);
  if (!object) {
    reading.lose(whole);
    return [];
  }
  if (object.entries.length === 0) {
    reading.report('tooFew', { limit: 1 }, pointer);
    reading.lose(pointer);
  }
  return object.entries.map(({ key, node: child }) => {
    const at = [...pointer, key];
    return { name: key, steps: readSteps(child, at, reading), pointer: at };
  });
}

/** What every step may carry. */
function readBase(node: ObjectNode, fields: Fields, pointer: Pointer, reading: Reading): StepBase {
  const { name, note, disabled, retry } = fields.part as Partial<BaseFields>;
  const timeout = fields.optionalTimeSpan('timeout');
  const base = { id: idOf(node), name, note, disabled, retry: readRetry(retry), timeout, pointer };
  return present({ ...base, onError: readOnError(node, fields, pointer, reading) });
}

function readOnError(node: ObjectNode, fields: Fields, pointer: Pointer, reading: Reading): StepBase['onError'] {
  const { onError } = fields.part;
  if (typeof onError === 'object') return fields.steps('onError');
  if (onError || !childOf(node, 'onError')) return onError as StepBase['onError'];
  const place = [...pointer, 'onError'];
  reading.leaveOut(place);
  return [anyStep('', [], place)];
}

function idOf(node: ObjectNode): string {
  const id = childOf(node, 'id');
  return id ? writtenName(id) : '';
}

function readRetry(retry: BaseFields['retry']): Retry | 'off' | undefined {
  if (retry === undefined || retry === 'off') return retry;
  const { attempts, first, factor, max, jitter, on } = retry;
  const seconds = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  return present({ attempts, first: seconds(first), factor, max: seconds(max), jitter, on });
}
