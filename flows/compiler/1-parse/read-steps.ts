import type { z } from 'zod';
import { parseDuration } from '#flows/language/duration.ts';
import type { ObjectValue, Retry, Step, Value } from '#flows/language/flow.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import { childOf, type ObjectNode, type SourceNode, toJson } from '../source/source-node.ts';
import { listsOfSteps, namedLists } from '../source/step-at.ts';
import { readCondition } from './read-condition.ts';
import { asObject, readKind } from './read-kind.ts';
import { readRepeat } from './read-repeat.ts';
import { readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { readObject, readValue } from './read-value.ts';
import { readWait } from './read-wait.ts';
import { anyStep, anyValue, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

type Kind = keyof typeof shapes.steps;
type ShapeOf<K extends Kind> = NonNullable<ReturnType<(typeof shapes.steps)[K]['safeParse']>['data']>;
type SharedField = 'id' | 'name' | 'note' | 'disabled' | 'retry' | 'timeout' | 'onError' | 'pointer';
type OwnFields<S> = S extends Step ? Omit<S, SharedField> : never;
type Branches = { name: string; steps: Step[]; pointer: Pointer }[];

/** Items that a loop may have unless it says otherwise. */
const usualAtMost = 500;

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
  const reader = new StepReader(read?.node ?? object, pointer, reading);
  return read ? reader[read.kind]() : reader.kindless();
}

/** One method for each kind of step, named after the field that tells the kind. */
class StepReader implements Record<Kind, () => Step> {
  private readonly node: ObjectNode;
  private readonly pointer: Pointer;
  private readonly reading: Reading;

  constructor(node: ObjectNode, pointer: Pointer, reading: Reading) {
    this.node = node;
    this.pointer = pointer;
    this.reading = reading;
  }

  /** What says not what it does: the steps inside it have findings of their own. */
  kindless(): Step {
    const inside = this.node.entries.flatMap(({ key, node }) => {
      if (listsOfSteps.has(key)) return node.kind === 'list' ? this.steps(key, node) : [];
      return namedLists.has(key) ? this.branches(key, node).flatMap(({ steps }) => steps) : [];
    });
    return anyStep(this.written('id', ''), inside, this.pointer);
  }

  use(): Step {
    const part = this.shape('use');
    const { use = '', connection, onUncertain } = part;
    return this.step(
      part,
      present({ kind: 'action' as const, use, connection, onUncertain, with: this.inputs(part.with) }),
    );
  }

  if(): Step {
    const part = this.shape('if');
    return this.step(part, {
      kind: 'if',
      condition: readCondition(part.if, [...this.pointer, 'if'], this.reading),
      // biome-ignore lint/suspicious/noThenProperty: the word of the flow language
      then: this.steps('then', part.then),
      else: this.steps('else', part.else),
    });
  }

  switch(): Step {
    const part = this.shape('switch');
    const value = this.value('switch', part.switch);
    const cases = this.branches('cases', part.cases).map(({ name, ...rest }) => ({ match: name, ...rest }));
    return this.step(part, { kind: 'switch', value, cases, default: this.steps('default', part.default) });
  }

  forEach(): Step {
    const part = this.shape('forEach');
    const items = this.value('forEach', part.forEach);
    const steps = this.steps('do', part.do);
    const { concurrency = 1, atMost = usualAtMost, onItemError = 'fail' } = part;
    const as = this.written('as', 'item');
    return this.step(part, { kind: 'forEach', items, as, concurrency, atMost, onItemError, steps });
  }

  repeat(): Step {
    const part = this.shape('repeat');
    const repeat = readRepeat(part.repeat, [...this.pointer, 'repeat'], this.reading);
    return this.step(part, { kind: 'repeat', ...repeat, steps: this.steps('do', part.do) });
  }

  parallel(): Step {
    const part = this.shape('parallel');
    return this.step(part, { kind: 'parallel', branches: this.branches('parallel', part.parallel) });
  }

  wait(): Step {
    const part = this.shape('wait');
    const wait = readWait(part.wait, [...this.pointer, 'wait'], this.reading);
    if (wait) return this.step(part, { kind: 'wait', wait });
    this.reading.lose(this.pointer);
    return this.kindless();
  }

  set(): Step {
    const part = this.shape('set');
    if (part.set?.kind !== 'object') this.reading.leaveOut(this.pointer);
    const set = readInputs(part.set, [...this.pointer, 'set'], this.reading);
    const values = set.entries.map(({ key, value }) => ({ name: key, value, pointer: value.pointer }));
    return this.step(part, { kind: 'set', values });
  }

  call(): Step {
    const part = this.shape('call');
    const inputs = this.inputs(part.with);
    return this.step(part, { kind: 'call', flow: part.call ?? '', await: part.await ?? false, with: inputs });
  }

  try(): Step {
    const part = this.shape('try');
    return this.step(part, { kind: 'try', steps: this.steps('try', part.try), catch: this.steps('catch', part.catch) });
  }

  stop(): Step {
    const part = this.shape('stop');
    const output = part.output && this.value('output', part.output);
    const message = part.message && this.value('message', part.message);
    return this.step(part, present({ kind: 'stop' as const, outcome: part.stop ?? 'succeeded', output, message }));
  }

  private shape<K extends Kind>(kind: K): Partial<ShapeOf<K>> {
    const part = readShape<z.ZodObject>(this.node, shapes.steps[kind], this.pointer, this.reading);
    return part as Partial<ShapeOf<K>>;
  }

  /** Adds what every step may carry. */
  private step(part: Partial<ShapeOf<Kind>>, own: OwnFields<Step>): Step {
    return { ...this.base(part), ...present({ onError: this.onError(part) }), ...own } as Step;
  }

  private onError({ onError }: Partial<ShapeOf<Kind>>): Step['onError'] {
    if (typeof onError === 'object') return this.steps('onError', onError);
    if (onError || !childOf(this.node, 'onError')) return onError;
    const place = [...this.pointer, 'onError'];
    this.reading.leaveOut(place);
    return [anyStep('', [], place)];
  }

  private base({ name, note, disabled, retry, timeout }: Partial<ShapeOf<Kind>>) {
    const span = readTimeSpan(timeout, [...this.pointer, 'timeout'], this.reading);
    const id = this.written('id', '');
    return present({ id, name, note, disabled, retry: readRetry(retry), timeout: span, pointer: this.pointer });
  }

  /** A name as it is written, even where it is none that an expression could say: it is no other one. */
  private written(field: 'id' | 'as', otherwise: string): string {
    const node = childOf(this.node, field);
    if (!node) return otherwise;
    return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  }

  private steps(field: string, node: SourceNode | undefined): Step[] {
    return node ? readSteps(node, [...this.pointer, field], this.reading) : [];
  }

  private branches(field: string, node: SourceNode | undefined): Branches {
    const place = [...this.pointer, field];
    const object = node && asObject(node, place, this.reading);
    if (!object) {
      this.reading.lose(this.pointer);
      return [];
    }
    if (object.entries.length === 0) {
      this.reading.report('tooFew', { limit: 1 }, place);
      this.reading.lose(place);
    }
    return object.entries.map(({ key, node: child }) => {
      const pointer = [...place, key];
      return { name: key, steps: readSteps(child, pointer, this.reading), pointer };
    });
  }

  private value(field: string, node: SourceNode | undefined): Value {
    const place = [...this.pointer, field];
    return node ? readValue(node, place, this.reading) : anyValue(place);
  }

  private inputs(node: SourceNode | undefined) {
    return readInputs(node, [...this.pointer, 'with'], this.reading);
  }
}

/** Reads what stands under `with`: named values, none when nothing is written. */
export function readInputs(node: SourceNode | undefined, pointer: Pointer, reading: Reading): ObjectValue {
  const object = node && asObject(node, pointer, reading);
  if (object) return readObject(object, pointer, reading);
  if (node) reading.leaveOut(pointer);
  return { kind: 'object', entries: [], pointer };
}

function readRetry(retry: ShapeOf<Kind>['retry']): Retry | 'off' | undefined {
  if (retry === undefined || retry === 'off') return retry;
  const { attempts, first, factor, max, jitter, on } = retry;
  const seconds = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  return present({ attempts, first: seconds(first), factor, max: seconds(max), jitter, on });
}
