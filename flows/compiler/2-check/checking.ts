import type { z } from 'zod';
import type { ReadableFlow } from '#flows/compiler/1-parse/parse.ts';
import type { Action, Catalogue, Trigger } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import { namesOf } from '#flows/language/child-lists.ts';
import { eachStep } from '#flows/language/each-step.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { schemaShape } from '../shape/schema-shape.ts';
import type { Shape } from '../shape/shape.ts';
import type { Place } from '../source/locate.ts';
import { collectProblems, type Report } from '../source/problem-list.ts';
import { compilesAsPattern } from './pattern.ts';

export interface CheckContext {
  catalogue: Catalogue;
  /** Connector by name of every connection there is; absent: connections are not looked up. */
  connections?: Readonly<Record<string, string>>;
  /** Whether each flow there is, or each that the flow calls, is published; absent: called flows are not looked up. */
  flows?: Readonly<Record<string, boolean>>;
  place: Place;
  /** What the text holds beside the flow without a meaning: absent when the flow is all of it. */
  unread?: Pick<ReadableFlow, 'lost' | 'names'>;
  /** Of the workspace; absent: what holds for a new one. */
  calendar?: Calendar;
}

/** A name that the flow gives to a step or to the items of a loop. */
export interface Declaration {
  kind: 'step' | 'item';
  name: string;
  /** Of the step, or of the loop. */
  pointer: Pointer;
  step: Step;
}

/** What every check of one flow needs. */
export interface Checking extends CheckContext {
  flow: Flow;
  problems: Problem[];
  report: Report;
  declarations: readonly Declaration[];
  /** The first declaration of a name. */
  declared(name: string): Declaration | undefined;
  /** Whether what stands at the pointer has no meaning: it is told already, and may be anything. */
  isLost(pointer: Pointer): boolean;
  /** Whether something without a meaning may have the name. */
  mayBeNamed(name: string): boolean;
  /** Whether the engine's linear-time regular expressions can do what this one asks; of too many it is not asked. */
  isPattern(literal: RegExp, pointer: Pointer): boolean;
  action(use: string): Action | undefined;
  trigger(use: string): Trigger | undefined;
  /** The shape that a schema describes; of what authors write, or of what comes out. */
  shape(schema: z.ZodType, side: 'input' | 'output'): Shape;
}

/** Different regular expressions that a flow may have: each takes its time to be made ready. */
const mostPatterns = 200;

/** Begins the check of a flow. */
export function beginChecking(flow: Flow, context: CheckContext): Checking {
  const declarations = declarationsOf(flow);
  const byName = new Map([...declarations].reverse().map((declaration) => [declaration.name, declaration]));
  const lost = new Set(context.unread?.lost.map((pointer) => JSON.stringify(pointer)));
  const names = new Set(context.unread?.names);
  const { problems, report } = collectProblems(context.place);
  return {
    ...context,
    problems,
    report,
    flow,
    declarations,
    declared: (name) => byName.get(name),
    isLost: (pointer) => lost.has(JSON.stringify(pointer)),
    mayBeNamed: (name) => names.has(name) && !byName.has(name),
    isPattern: patternCheck(report),
    action: (use) => operationOf(context.catalogue, use, 'actions'),
    trigger: (use) => operationOf(context.catalogue, use, 'triggers'),
    shape: schemaShape,
  };
}

function patternCheck(report: Report): Checking['isPattern'] {
  const known = new Map<string, boolean>();
  return (literal, pointer) => {
    const key = String(literal);
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size === mostPatterns) report('tooManyPatterns', { limit: mostPatterns }, pointer);
    const found = known.size >= mostPatterns || compilesAsPattern(literal);
    known.set(key, found);
    return found;
  };
}

// A disabled step keeps its name, so that it can be enabled again.
function declarationsOf(flow: Flow): Declaration[] {
  return eachStep(flow.steps).flatMap((step): Declaration[] => {
    const own: Declaration = { kind: 'step', name: step.id, pointer: step.pointer, step };
    const [, ...items] = namesOf(step);
    return [own, ...items.map((name) => ({ ...own, kind: 'item' as const, name }))];
  });
}
