import { parseDuration } from '#flows/language/duration.ts';
import type { Flow, FlowTrigger } from '#flows/language/flow.ts';
import { makeProblem } from '#flows/language/make-problem.ts';
import { present } from '#flows/language/present.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import { textLimit, textSize } from '#flows/language/text-size.ts';
import { createLocator, type Locate, type Place } from '../source/locate.ts';
import { inOneList, shortList } from '../source/problem-list.ts';
import type { SourceNode } from '../source/source-node.ts';
import { namesWritten } from './names-written.ts';
import { readCondition } from './read-condition.ts';
import { readJson } from './read-json.ts';
import { asObject } from './read-kind.ts';
import { readShape } from './read-shape.ts';
import { readSteps } from './read-steps.ts';
import { readInputs, readValue } from './read-value.ts';
import { readYaml } from './read-yaml.ts';
import { anyStep, beginReading, type Reading } from './reading.ts';
import { shapes } from './shallow-shapes.ts';

export interface ParsedFlow {
  /** Absent when the text has no meaning as a flow. It may be there beside errors: then it says only what was readable. */
  flow?: Flow;
  /** What could be read of the text; absent when it is no document. */
  readable?: ReadableFlow;
  problems: Problem[];
  locate: Locate;
  place: Place;
}

/** A flow to be checked only: what has no meaning in it is filled with what may be anything. */
export interface ReadableFlow {
  flow: Flow;
  /** Places that have no meaning, or hold a field without one that must be there. */
  lost: Pointer[];
  /** Names that its steps may mean to have: something without a meaning may be one of them. */
  names: string[];
}

/** Reads the text of a flow. Never throws: whatever is wrong is a problem with a position. */
export function parseFlow(source: string, format: 'yaml' | 'json'): ParsedFlow {
  const size = textSize(source);
  if (size > textLimit) {
    const { locate, place } = createLocator('', { kind: 'list', items: [], start: 0, end: 0 });
    return {
      problems: [makeProblem('tooLarge', { size: Math.ceil(size / 1024), limit: textLimit / 1024 }, place([]))],
      locate,
      place,
    };
  }
  const { node, problems: syntax } = format === 'json' ? readJson(source) : readYaml(source);
  const { locate, place, at } = createLocator(source, node);
  const { told, rest } = shortList(syntax, place);
  const unread = told.map(({ code, params, start, end }) =>
    makeProblem(code, params as never, { pointer: [], position: at({ start, end }) }),
  );
  const { reading, found } = beginReading(place);
  const read = node && readFlow(node, reading);
  const { problems, lost, whole } = found;
  return {
    ...(read && { readable: { flow: read, lost, names: problems.length > 0 ? namesWritten(node) : [] } }),
    ...(read && whole && { flow: read }),
    problems: inOneList(unread, rest, problems),
    locate,
    place,
  };
}

function readFlow(node: SourceNode, reading: Reading): Flow | undefined {
  const object = asObject(node, [], reading);
  if (!object) return undefined;
  const part = readShape(object, shapes.flow, [], reading);
  const trigger = readTrigger(part.trigger, ['trigger'], reading);
  if (!part.steps) reading.lose(['steps']);
  const steps = part.steps ? readSteps(part.steps, ['steps'], reading) : [anyStep('', [], ['steps'])];
  const concurrency = part.concurrency && readConcurrency(part.concurrency, ['concurrency'], reading);
  const { id = '', name = id, description, type } = part;
  const deadline = part.deadline === undefined ? undefined : parseDuration(part.deadline);
  return { id, name, ...present({ description, type, deadline, concurrency }), trigger, steps, pointer: [] };
}

function readTrigger(node: SourceNode | undefined, pointer: Pointer, reading: Reading): FlowTrigger {
  const object = node && asObject(node, pointer, reading);
  if (!object) reading.lose(pointer);
  const part = object ? readShape(object, shapes.trigger, pointer, reading) : {};
  const when = part.when && readCondition(part.when, [...pointer, 'when'], reading);
  const inputs = readInputs(part.with, [...pointer, 'with'], reading);
  return { use: part.use ?? '', ...present({ connection: part.connection, when }), with: inputs, pointer };
}

function readConcurrency(node: SourceNode, pointer: Pointer, reading: Reading): Flow['concurrency'] {
  const object = asObject(node, pointer, reading);
  if (!object) return undefined;
  const part = readShape(object, shapes.concurrency, pointer, { ...reading, lose: reading.leaveOut });
  const key = part.key && readValue(part.key, [...pointer, 'key'], reading);
  return { ...present({ key }), max: part.max ?? 1, whenFull: part.whenFull ?? 'queue' };
}
