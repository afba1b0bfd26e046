import { parseDuration } from '#flows/language/duration.ts';
import type { Flow, FlowTrigger } from '#flows/language/flow.ts';
import { makeProblem } from '#flows/language/make-problem.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { createLocator, type Locate, type Place } from './locate.ts';
import { collectProblems, inOneList, type Report, shortList } from './problem-list.ts';
import { readCondition } from './read-condition.ts';
import { readJson } from './read-json.ts';
import { asObject } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readInputs, readSteps } from './read-steps.ts';
import { readValue } from './read-value.ts';
import { readYaml } from './read-yaml.ts';
import { shapes } from './shallow-shapes.ts';
import type { SourceNode } from './source-node.ts';

const sizeLimitKB = 256;

export interface ParsedFlow {
  /** Absent when the text has no meaning as a flow. It may be there beside errors: then it says only what was readable. */
  flow?: Flow;
  problems: Problem[];
  locate: Locate;
  place: Place;
}

/** Reads the text of a flow. Never throws: whatever is wrong is a problem with a position. */
export function parseFlow(source: string, format: 'yaml' | 'json'): ParsedFlow {
  const size = utf8Length(source);
  if (size > sizeLimitKB * 1024) {
    const { locate, place } = createLocator('', { kind: 'list', items: [], start: 0, end: 0 });
    return {
      problems: [makeProblem('tooLarge', { size: Math.ceil(size / 1024), limit: sizeLimitKB }, place([]))],
      locate,
      place,
    };
  }
  const { node, problems: syntax } = format === 'json' ? readJson(source) : readYaml(source);
  const { locate, place, at } = createLocator(source, node);
  const { told, rest } = shortList(syntax, place);
  const found = told.map(({ code, params, start, end }) =>
    makeProblem(code, params as never, { pointer: [], position: at({ start, end }) }),
  );
  const { problems, report } = collectProblems(place);
  const flow = node && readFlow(node, report);
  return { ...present({ flow }), problems: inOneList(found, rest, problems), locate, place };
}

function readFlow(node: SourceNode, report: Report): Flow | undefined {
  const object = asObject(node, [], report);
  if (!object) return undefined;
  const { whole, part } = readShape(object, shapes.flow, [], report);
  const trigger = part.trigger && readTrigger(part.trigger, ['trigger'], report);
  const steps = part.steps && readSteps(part.steps, ['steps'], report);
  const concurrency = part.concurrency && readConcurrency(part.concurrency, ['concurrency'], report);
  if (!whole || !trigger || !steps) return undefined;
  const { id, name = id, description, type } = whole;
  const deadline = whole.deadline === undefined ? undefined : parseDuration(whole.deadline);
  return { id, name, ...present({ description, type, deadline, concurrency }), trigger, steps, pointer: [] };
}

function readTrigger(node: SourceNode, pointer: Pointer, report: Report): FlowTrigger | undefined {
  const object = asObject(node, pointer, report);
  if (!object) return undefined;
  const { whole, part } = readShape(object, shapes.trigger, pointer, report);
  const when = part.when && readCondition(part.when, [...pointer, 'when'], report);
  const inputs = readInputs(part.with, [...pointer, 'with'], report);
  if (!whole || (part.when && !when)) return undefined;
  return { use: whole.use, ...present({ connection: whole.connection, when }), with: inputs, pointer };
}

function readConcurrency(node: SourceNode, pointer: Pointer, report: Report): Flow['concurrency'] {
  const object = asObject(node, pointer, report);
  if (!object) return undefined;
  const { whole, part } = readShape(object, shapes.concurrency, pointer, report);
  const key = part.key && readValue(part.key, [...pointer, 'key'], report);
  return whole && { ...present({ key }), max: whole.max, whenFull: whole.whenFull ?? 'queue' };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
