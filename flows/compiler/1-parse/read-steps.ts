import type { z } from 'zod';
import { parseDuration } from '#flows/language/duration.ts';
import type { ObjectValue, Retry, Step } from '#flows/language/flow.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer } from '#flows/language/problem.ts';
import { typeWord } from '#flows/language/type-word.ts';
import type { Report } from './problem-list.ts';
import { readCondition } from './read-condition.ts';
import { asObject, readKind } from './read-kind.ts';
import { readRepeat } from './read-repeat.ts';
import { type ReadShape, readShape } from './read-shape.ts';
import { readTimeSpan } from './read-time-span.ts';
import { readObject, readValue } from './read-value.ts';
import { readWait } from './read-wait.ts';
import { shapes } from './shallow-shapes.ts';
import { type ObjectNode, type SourceNode, toJson } from './source-node.ts';

type Kind = keyof typeof shapes.steps;
type ShapeOf<K extends Kind> = NonNullable<ReturnType<(typeof shapes.steps)[K]['safeParse']>['data']>;
type SharedField = 'id' | 'name' | 'note' | 'disabled' | 'retry' | 'timeout' | 'onError' | 'pointer';
type OwnFields<S> = S extends Step ? Omit<S, SharedField> : never;
type Branches = { name: string; steps: Step[]; pointer: Pointer }[];

const kinds = Object.keys(shapes.steps) as Kind[];

/** Items that a loop may have unless it says otherwise. */
const usualAtMost = 500;

/** Reads a list of steps; undefined when one of them has no meaning, with findings that say why. */
export function readSteps(node: SourceNode, pointer: Pointer, report: Report): Step[] | undefined {
  if (node.kind !== 'list') {
    report('wrongType', { expected: '@list', actual: typeWord(toJson(node)) }, pointer);
    return undefined;
  }
  const steps = node.items.map((item, index) => readStep(item, [...pointer, index], report));
  return allOf(steps);
}

function readStep(node: SourceNode, pointer: Pointer, report: Report): Step | undefined {
  const object = asObject(node, pointer, report);
  const kind = object && readKind(object, kinds, pointer, report);
  return kind && new StepReader(object, pointer, report)[kind]();
}

function allOf<T>(read: (T | undefined)[]): T[] | undefined {
  const meant = read.filter((each) => each !== undefined);
  return meant.length === read.length ? meant : undefined;
}

/** One method for each kind of step, named after the field that tells the kind. */
class StepReader implements Record<Kind, () => Step | undefined> {
  private readonly node: ObjectNode;
  private readonly pointer: Pointer;
  private readonly report: Report;

  constructor(node: ObjectNode, pointer: Pointer, report: Report) {
    this.node = node;
    this.pointer = pointer;
    this.report = report;
  }

  use(): Step | undefined {
    const { whole, part } = this.shape('use');
    const inputs = this.inputs(part.with);
    if (!whole) return undefined;
    const { use, connection, onUncertain } = whole;
    return this.step(whole, present({ kind: 'action' as const, use, connection, onUncertain, with: inputs }));
  }

  if(): Step | undefined {
    const { whole, part } = this.shape('if');
    const condition = part.if && readCondition(part.if, [...this.pointer, 'if'], this.report);
    const then = this.steps('then', part.then);
    const otherwise = this.steps('else', part.else);
    return (
      whole && condition && then && otherwise && this.step(whole, { kind: 'if', condition, then, else: otherwise })
    );
  }

  switch(): Step | undefined {
    const { whole, part } = this.shape('switch');
    const value = part.switch && this.value('switch', part.switch);
    const branches = part.cases && this.branches('cases', part.cases);
    const cases = branches?.map(({ name, ...rest }) => ({ match: name, ...rest }));
    const otherwise = this.steps('default', part.default);
    return (
      whole && value && cases && otherwise && this.step(whole, { kind: 'switch', value, cases, default: otherwise })
    );
  }

  forEach(): Step | undefined {
    const { whole, part } = this.shape('forEach');
    const items = part.forEach && this.value('forEach', part.forEach);
    const steps = this.steps('do', part.do);
    if (!whole || !items || !steps) return undefined;
    const { as = 'item', concurrency = 1, atMost = usualAtMost, onItemError = 'fail' } = whole;
    return this.step(whole, { kind: 'forEach', items, as, concurrency, atMost, onItemError, steps });
  }

  repeat(): Step | undefined {
    const { whole, part } = this.shape('repeat');
    const repeat = part.repeat && readRepeat(part.repeat, [...this.pointer, 'repeat'], this.report);
    const steps = this.steps('do', part.do);
    return whole && repeat && steps && this.step(whole, { kind: 'repeat', ...repeat, steps });
  }

  parallel(): Step | undefined {
    const { whole, part } = this.shape('parallel');
    const branches = part.parallel && this.branches('parallel', part.parallel);
    return whole && branches && this.step(whole, { kind: 'parallel', branches });
  }

  wait(): Step | undefined {
    const { whole, part } = this.shape('wait');
    const wait = part.wait && readWait(part.wait, [...this.pointer, 'wait'], this.report);
    return whole && wait && this.step(whole, { kind: 'wait', wait });
  }

  set(): Step | undefined {
    const { whole, part } = this.shape('set');
    const set = readInputs(part.set, [...this.pointer, 'set'], this.report);
    const values = set.entries.map(({ key, value }) => ({ name: key, value, pointer: value.pointer }));
    return whole && this.step(whole, { kind: 'set', values });
  }

  call(): Step | undefined {
    const { whole, part } = this.shape('call');
    const inputs = this.inputs(part.with);
    return whole && this.step(whole, { kind: 'call', flow: whole.call, await: whole.await ?? false, with: inputs });
  }

  try(): Step | undefined {
    const { whole, part } = this.shape('try');
    const steps = this.steps('try', part.try);
    const caught = this.steps('catch', part.catch);
    return whole && steps && caught && this.step(whole, { kind: 'try', steps, catch: caught });
  }

  stop(): Step | undefined {
    const { whole, part } = this.shape('stop');
    const output = part.output && this.value('output', part.output);
    const message = part.message && this.value('message', part.message);
    return whole && this.step(whole, present({ kind: 'stop' as const, outcome: whole.stop, output, message }));
  }

  private shape<K extends Kind>(kind: K): ReadShape<ShapeOf<K>> {
    return readShape<z.ZodObject>(this.node, shapes.steps[kind], this.pointer, this.report) as ReadShape<ShapeOf<K>>;
  }

  /** Adds what every step may carry. */
  private step(shape: ShapeOf<Kind>, own: OwnFields<Step>): Step | undefined {
    const onError = typeof shape.onError === 'object' ? this.steps('onError', shape.onError) : shape.onError;
    if (shape.onError && !onError) return undefined;
    return { ...this.base(shape), ...present({ onError }), ...own } as Step;
  }

  private base({ id, name, note, disabled, retry, timeout }: ShapeOf<Kind>) {
    const span = readTimeSpan(timeout, [...this.pointer, 'timeout'], this.report);
    return present({ id, name, note, disabled, retry: readRetry(retry), timeout: span, pointer: this.pointer });
  }

  private steps(field: string, node: SourceNode | undefined): Step[] | undefined {
    return node ? readSteps(node, [...this.pointer, field], this.report) : [];
  }

  private branches(field: string, node: SourceNode): Branches | undefined {
    const object = asObject(node, [...this.pointer, field], this.report);
    if (!object) return undefined;
    if (object.entries.length === 0) this.report('tooFew', { limit: 1 }, [...this.pointer, field]);
    return allOf(
      object.entries.map(({ key, node: child }) => {
        const pointer = [...this.pointer, field, key];
        const steps = readSteps(child, pointer, this.report);
        return steps && { name: key, steps, pointer };
      }),
    );
  }

  private value(field: string, node: SourceNode) {
    return readValue(node, [...this.pointer, field], this.report);
  }

  private inputs(node: SourceNode | undefined) {
    return readInputs(node, [...this.pointer, 'with'], this.report);
  }
}

/** Reads what stands under `with`: named values, none when nothing is written. */
export function readInputs(node: SourceNode | undefined, pointer: Pointer, report: Report): ObjectValue {
  const object = node && asObject(node, pointer, report);
  return object ? readObject(object, pointer, report) : { kind: 'object', entries: [], pointer };
}

function readRetry(retry: ShapeOf<Kind>['retry']): Retry | 'off' | undefined {
  if (retry === undefined || retry === 'off') return retry;
  const { attempts, first, factor, max, jitter, on } = retry;
  const seconds = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  return present({ attempts, first: seconds(first), factor, max: seconds(max), jitter, on });
}
