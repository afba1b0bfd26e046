import type { ExpressionNode, ExpressionStage } from '#flows/expression/expression-node.ts';
import { changingFunctions, functionsOfFlows, ownFunctions } from '#flows/language/expression-functions.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { ProblemCode, ProblemParams } from '#flows/language/problems.generated.ts';
import {
  alternatives,
  anything,
  boolean,
  either,
  type Known,
  listOf,
  mayBe,
  mayBeOrdered,
  nothing,
  number,
  objectOf,
  oneOf,
  shapeWords,
  text,
} from '../shape/shape.ts';
import type { Span } from '../source/source-node.ts';
import { fieldOf, itemOf } from './field-of.ts';
import { Frame } from './frame.ts';
import { kindOf, parametersOf, resultOf } from './library-function.ts';
import { checkTimeCall } from './time-calls.ts';

/** What surrounds an expression: the variables it may use, and where findings go. Spans are inside the expression. */
export interface Surroundings {
  /** Undefined when the flow has no such variable here; the surroundings have then reported why. */
  variable(name: string, span: Span): Known | undefined;
  /** Names of the variables there are. */
  names(): Iterable<string>;
  /** Whether functions that give another value each time may be used. */
  changing: boolean;
  report<C extends ProblemCode>(code: C, params: ProblemParams[C], span: Span): void;
}

/** What is known about the value of an expression; whatever is wrong in it is reported. */
export function inferExpression(tree: ExpressionNode, surroundings: Surroundings): Known {
  return new Inference(surroundings).read(tree, new Frame(), undefined);
}

/** How far a path has been read: what is known there, and its text so far. */
interface PathPoint {
  known: Known | undefined;
  written: string;
}

const aFunction: Known = { shape: { kind: 'function' }, missing: false };

class Inference {
  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** `here` is what bare names refer to: absent at the top, where there is nothing. */
  read(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    const value = this.filtered(this.bare(node, frame, here), node.predicate, frame);
    if (!node.group) return value;
    for (const pair of node.group.lhs) for (const part of pair) this.read(part, frame, itemOf(value));
    return { shape: { kind: 'object', fields: new Map(), rest: { kind: 'any' } }, missing: false };
  }

  private bare(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    switch (node.type) {
      case 'path':
        return this.path(node, frame, here);
      case 'variable':
        return this.variable(node, frame, here);
      case 'string':
        return text;
      case 'number':
        return number;
      case 'value':
        return node.value === null ? { shape: { kind: 'null' }, missing: false } : boolean;
      case 'regex':
      case 'transform':
        this.readAll([node.pattern, node.update, node.delete], frame, anything);
        return aFunction;
      case 'unary':
        return this.unary(node, frame, here);
      case 'binary':
        return this.binary(node, frame, here);
      case 'function':
      case 'partial':
        return this.call(node, frame, here, []);
      case 'lambda':
        return this.lambda(node, frame, here, []).known;
      case 'condition':
        return this.condition(node, frame, here);
      case 'block':
        return this.block(node, frame, here);
      case 'bind': {
        const known = this.read(node.rhs as ExpressionNode, frame, here);
        frame.set(String((node.lhs as ExpressionNode).value), known);
        return known;
      }
      case 'apply':
        return this.apply(node, frame, here);
      default:
        return anything;
    }
  }

  private readAll(nodes: (ExpressionNode | undefined)[], frame: Frame, here: Known | undefined): Known[] {
    return nodes.filter((node) => node !== undefined).map((node) => this.read(node, frame, here));
  }

  private variable(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    const name = String(node.value);
    const span = spanOf(node, `$${name}`);
    if (name === '$' || name === '') {
      if (name === '' && here) return here;
      this.around.report('bareContext', { name: `$${name}` }, span);
      return anything;
    }
    const local = frame.get(name);
    if (local) return local;
    const isStep = [...this.around.names()].includes(name);
    if (!isStep && Object.hasOwn(functionsOfFlows, name)) {
      this.checkChanging(name, [], span);
      if (Object.hasOwn(ownFunctions, name)) this.around.report('callNeeded', { name: `$${name}` }, span);
      return aFunction;
    }
    if (name === 'eval') this.around.report('evalRefused', {}, span);
    return (name !== 'eval' && this.around.variable(name, span)) || anything;
  }

  private path(node: ExpressionNode, outer: Frame, here: Known | undefined): Known {
    const frame = new Frame(outer);
    const steps = node.steps ?? [];
    let at: PathPoint = { known: here, written: '' };
    for (const [index, step] of steps.entries()) {
      at = this.pathStep(step, frame, at, index === 0);
      at.known = this.filtered(at.known ?? anything, step.stages, frame);
      if (step.index !== undefined) frame.set(step.index, number);
      if (step.focus !== undefined) {
        frame.set(step.focus, itemOf(at.known));
        at.known = anything;
      }
    }
    const result = at.known ?? anything;
    const keepsList = node.keepArray || steps.some((step) => step.keepArray);
    return keepsList ? { shape: listOf(itemOf(result).shape).shape, missing: result.missing } : result;
  }

  private pathStep(step: ExpressionNode, frame: Frame, { known, written }: PathPoint, first: boolean): PathPoint {
    if (step.type === 'name') {
      const name = String(step.value);
      return { known: this.field(step, known, written), written: written === '' ? name : `${written}.${name}` };
    }
    if (first) {
      return { known: this.read(step, frame, known), written: step.type === 'variable' ? `$${step.value}` : '' };
    }
    const value = known ?? anything;
    if (step.type !== 'sort') return { known: forEachOf(value, (item) => this.read(step, frame, item)), written: '' };
    for (const { expression } of step.terms ?? []) this.read(expression, frame, itemOf(value));
    return { known: value, written };
  }

  private field(step: ExpressionNode, value: Known | undefined, written: string): Known {
    const name = String(step.value);
    const span = spanOf(step, name);
    if (!value) {
      const suggestion = [...this.around.names()].includes(name) ? `$${name}` : undefined;
      this.around.report('bareName', { name, suggestion }, span);
      return anything;
    }
    const { known, doubt, suggestion } = fieldOf(value, name);
    if (doubt === 'absent') {
      const of = { field: name, of: written || '@value', actual: shapeWords(value.shape), suggestion };
      this.around.report(mayBe(value.shape, 'object', 'list') ? 'noSuchField' : 'noFields', of, span);
    }
    if (doubt === 'unlisted') this.around.report('fieldNotListed', { field: name, suggestion: suggestion ?? '' }, span);
    return known;
  }

  private filtered(value: Known, stages: ExpressionStage[] | undefined, frame: Frame): Known {
    let known = value;
    for (const stage of stages ?? []) {
      if (stage.type === 'index') frame.set(String(stage.value), number);
      if (!stage.expr) continue;
      const item = itemOf(known);
      const chosen = this.read(stage.expr, frame, item);
      const lists = alternatives(known.shape).some(
        (shape) => shape.kind === 'list' && !isThere(stage.expr as ExpressionNode, shape.least),
      );
      const one = alternatives(chosen.shape).every(({ kind }) => kind === 'number');
      known = {
        shape: one ? item.shape : oneOf([item.shape, listOf(item.shape).shape]),
        missing: known.missing || lists,
      };
    }
    return known;
  }

  private unary(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    if (node.value === '[') {
      const items = this.readAll(node.expressions ?? [], frame, here);
      return listOf(oneOf(items.map((item) => itemOf(item).shape)));
    }
    if (node.value !== '{') {
      return this.numeric([this.read(node.expression as ExpressionNode, frame, here)], node);
    }
    const pairs = (node.lhs ?? []) as [ExpressionNode, ExpressionNode][];
    const fields = pairs.map(([key, value]): [ExpressionNode, Known] => {
      this.read(key, frame, here);
      return [key, this.read(value, frame, here)];
    });
    const named = Object.fromEntries(fields.map(([key, known]) => [String(key.value), known]));
    if (fields.every(([key]) => key.type === 'string')) return objectOf(named);
    return { shape: { kind: 'object', fields: new Map(), rest: { kind: 'any' } }, missing: false };
  }

  private binary(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    const sides = this.readAll([node.lhs as ExpressionNode, node.rhs], frame, here);
    switch (node.value) {
      case '&':
        return text;
      case '+':
      case '-':
      case '*':
      case '/':
      case '%':
        return this.numeric(sides, node);
      case '..':
        return listOf(number.shape);
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.checkOrder(sides, node);
        return boolean;
      default:
        return boolean;
    }
  }

  private numeric(operands: Known[], node: ExpressionNode): Known {
    const wrong = operands.find(({ shape }) => !mayBe(shape, 'number', 'null'));
    if (wrong) {
      const params = { operator: String(node.value), actual: shapeWords(wrong.shape) };
      this.around.report('notANumber', params, spanOf(node, String(node.value)));
    }
    return { shape: number.shape, missing: operands.some(({ missing }) => missing) };
  }

  private checkOrder([left, right]: Known[], node: ExpressionNode): void {
    if (!left || !right || mayBeOrdered(left.shape, right.shape)) return;
    const params = { operator: String(node.value), left: shapeWords(left.shape), right: shapeWords(right.shape) };
    this.around.report('notComparable', params, spanOf(node, String(node.value)));
  }

  private condition(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    const [test, then] = [node.condition as ExpressionNode, node.then as ExpressionNode];
    this.checkNewOperators(node, test, then);
    this.read(test, frame, here);
    const known = this.read(then, frame, here);
    const present = presentBehind(test, then, known);
    return node.else ? either([present, this.read(node.else, frame, here)]) : { ...present, missing: true };
  }

  // Both are newer than the JSONata of Step Functions; the parser turns them into conditions.
  private checkNewOperators(node: ExpressionNode, test: ExpressionNode, then: ExpressionNode): void {
    const coalesces = test.type === 'function' && test.position === undefined;
    const elvis = !coalesces && sameText(test, then) && firstPosition(test) === firstPosition(then);
    if (coalesces || elvis) {
      const operator = coalesces ? '??' : '?:';
      this.around.report('operatorTooNew', { operator }, spanOf(node, operator));
    }
  }

  private block(node: ExpressionNode, outer: Frame, here: Known | undefined): Known {
    const frame = new Frame(outer);
    // A function's body runs when it is called: it may use itself and functions that are named after it.
    for (const { type, lhs, rhs } of node.expressions ?? []) {
      const names = type === 'bind' && (rhs as ExpressionNode).type === 'lambda';
      if (names) frame.set(String((lhs as ExpressionNode).value), aFunction);
    }
    return this.readAll(node.expressions ?? [], frame, here).at(-1) ?? nothing;
  }

  private apply(node: ExpressionNode, frame: Frame, here: Known | undefined): Known {
    const value = this.read(node.lhs as ExpressionNode, frame, here);
    const to = node.rhs as ExpressionNode;
    if (to.type === 'function') return this.call(to, frame, here, [value]);
    if (to.type === 'lambda') return this.lambda(to, frame, here, [value]).result;
    this.read(to, frame, here);
    const known = to.type === 'variable' ? functionsOfFlows[String(to.value)] : undefined;
    return known ? { ...(kindOf[known.gives] as Known), missing: value.missing } : anything;
  }

  private lambda(node: ExpressionNode, outer: Frame, here: Known | undefined, given: readonly Known[]) {
    const frame = new Frame(outer);
    for (const [index, { value }] of (node.arguments ?? []).entries())
      frame.set(String(value), given[index] ?? anything);
    const result = node.body ? this.read(node.body, frame, here) : anything;
    // A call in last place is wrapped into a function that takes nothing; it stands for its value.
    return { known: node.thunk ? result : aFunction, result };
  }

  private call(node: ExpressionNode, frame: Frame, here: Known | undefined, before: Known[]): Known {
    const procedure = node.procedure as ExpressionNode;
    const name = procedure.type === 'variable' ? String(procedure.value) : '';
    const isLibrary = !frame.get(name) && Object.hasOwn(functionsOfFlows, name);
    const first = before.length === 0 ? node.arguments?.[0] : undefined;
    const subject = first && first.type !== 'lambda' ? this.read(first, frame, here) : (before[0] ?? here);
    const rest = (node.arguments ?? []).slice(first && first.type !== 'lambda' ? 1 : 0);
    const results = rest.map((argument) => {
      if (argument.type !== 'lambda') return this.read(argument, frame, here);
      return this.lambda(argument, frame, here, isLibrary ? parametersOf(name, subject ?? anything) : []).result;
    });
    if (!isLibrary) return this.callOther(procedure, name, frame, here);
    this.checkChanging(name, node.arguments ?? [], spanOf(procedure, `$${name}`));
    this.checkSubject(name, (first ?? before[0]) ? subject : undefined, procedure);
    checkTimeCall(
      name,
      node.arguments ?? [],
      before.length,
      this.around,
      spanOf(procedure, `$${name}`),
      (written, token) => spanOf(written, token),
    );
    return resultOf(name, node, subject ?? anything, results);
  }

  private callOther(procedure: ExpressionNode, name: string, frame: Frame, here: Known | undefined): Known {
    if (procedure.type !== 'variable') {
      if (procedure.type === 'lambda') return this.lambda(procedure, frame, here, []).result;
      this.read(procedure, frame, here);
    } else if (name === 'eval') {
      this.variable(procedure, frame, here);
    } else if (!frame.get(name)) {
      const suggestion = nearest(name, Object.keys(functionsOfFlows));
      const span = spanOf(procedure, `$${name}`);
      this.around.report('unknownFunction', { name, suggestion: suggestion && `$${suggestion}` }, span);
    }
    return anything;
  }

  private checkChanging(name: string, given: ExpressionNode[], span: Span): void {
    // With a seed the same number comes again.
    if (this.around.changing || !changingFunctions.has(name) || (name === 'random' && given.length > 0)) return;
    this.around.report('changingValue', { name: `$${name}` }, span);
  }

  private checkSubject(name: string, subject: Known | undefined, procedure: ExpressionNode): void {
    const { takes } = functionsOfFlows[name] ?? {};
    const kinds = takes ? [takes] : Object.hasOwn(ownFunctions, name) ? (['text', 'number'] as const) : undefined;
    if (!kinds || !subject || mayBe(subject.shape, ...kinds, 'null')) return;
    const expected = takes ? `@${takes}` : '@time';
    const params = { name: `$${name}`, expected, actual: shapeWords(subject.shape) };
    this.around.report('wrongArgument', params, spanOf(procedure, `$${name}`));
  }
}

/** What a step gives that is evaluated for every item of a list, or once for anything else. */
function forEachOf(value: Known, each: (item: Known) => Known): Known {
  const { shape, missing } = each(itemOf(value));
  const lists = alternatives(value.shape).some(({ kind }) => kind === 'list');
  return { shape: lists ? oneOf([shape, listOf(shape).shape]) : shape, missing: missing || value.missing || lists };
}

/** Whether a list that has at least so many items has the one that a predicate picks by its number. */
function isThere({ type, value }: ExpressionNode, least = 0): boolean {
  return type === 'number' && Number.isInteger(value) && Number(value) >= 0 && Number(value) < least;
}

function spanOf({ position = 0 }: ExpressionNode, token: string): Span {
  return { start: Math.max(0, position - token.length), end: Math.max(position, 1) };
}

/** What is known of a value behind a test that it is there: `$exists($a) ? $a`, `$a != null ? $a`, `$a ? $a`. */
function presentBehind(test: ExpressionNode, then: ExpressionNode, known: Known): Known {
  const rhs = test.rhs;
  if (test.value === '!=' && rhs?.type === 'value' && rhs.value === null) {
    if (!sameText(test.lhs as ExpressionNode, then)) return known;
    const others = alternatives(known.shape).filter(({ kind }) => kind !== 'null');
    return { shape: others.length > 0 ? oneOf(others) : known.shape, missing: false };
  }
  const tested = test.procedure?.value === 'exists' ? test.arguments?.[0] : test;
  return tested && sameText(tested, then) ? { ...known, missing: false } : known;
}

/** Whether two parts of an expression are written alike. */
function sameText(a: ExpressionNode, b: ExpressionNode): boolean {
  const written = (node: ExpressionNode) =>
    JSON.stringify(node, (key, value) => (key === 'position' ? undefined : value));
  return written(a) === written(b);
}

function firstPosition(node: ExpressionNode): number | undefined {
  return node.position ?? node.steps?.[0]?.position;
}
