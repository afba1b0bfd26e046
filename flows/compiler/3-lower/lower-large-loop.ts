import { jsonata, type State } from '#flows/compiler/asl.ts';
import { itemsRead, readsOfLoop } from '#flows/compiler/fields-read.ts';
import { usedNames } from '#flows/expression/used-names.ts';
import { mayWait, namesOf } from '#flows/language/child-lists.ts';
import { eachEnabledStep } from '#flows/language/each-step.ts';
import { writtenFields } from '#flows/language/fields.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import { usualTime } from '../measure/usual-time.ts';
import { errorText, stopError } from '../text/error-text.ts';
import { pickedText } from '../text/picked-text.ts';
import { valueText } from '../text/value-text.ts';
import { platformTask } from './ask-platform.ts';
import { innerFrame, lowerBranch } from './branch.ts';
import {
  addState,
  type Exit,
  evaluated,
  type Frame,
  freeName,
  isWanted,
  type Lowering,
  leave,
  rootNames,
} from './lowering.ts';
import { catchAround, errorHandler } from './on-error.ts';
import { raisesStop } from './raises-stop.ts';

/** Seconds within which an iteration surely ends as an EXPRESS execution, which costs a fraction of a STANDARD one. */
const quickItem = 120;

/**
 * A loop that could make too much history: a Distributed Map, whose iterations are executions of their own. Its items
 * and its results lie in the bucket, so that they may be larger than what goes from state to state; functions of the
 * platform put the items there (`core.list`) and take from the results what later steps read (`core.results`). What the
 * steps inside read from outside is handed in. Of an iteration that fails, or stops the run, the Map tells nothing: the
 * iteration leaves word before it fails, and `core.failure` finds it.
 */
export function lowerLargeLoop(lowering: Lowering, step: ForEachStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const wanted = isWanted(lowering, step, exit);
  const handle = errorHandler(lowering, step, frame, exit);
  const inner: Frame = innerFrame(frame);
  const helper = (suffix: string, of: State) => addState(lowering, inner, step, of, { suffix, role: 'helper' });
  const ask = (payload: JsonObject) => platformTask(lowering, step, inner, payload);

  const each = {};
  const list = helper('list', { ...ask(listPayload(step, inner, lowering)), Next: `${step.id}.each` });
  helper('each', each);
  const results = helper('results', {
    ...ask({
      operation: 'core.results',
      read: writtenFields(wanted ? lowering.readOfResults(step.id) : new Map()),
      ...(wanted && { manifest: jsonata('$states.input') }),
    }),
    Output: wanted ? jsonata('$states.result') : jsonata('null'),
    End: true,
  });
  const fail = helper('fail', {
    Type: 'Fail',
    Error: jsonata('$states.input.error.code'),
    Cause: jsonata('$string($states.input.error)'),
  });
  const stops = raisesStop(step.steps);
  const stopped = stops && helper('stopped', { Type: 'Fail', Error: stopError, Cause: jsonata('$states.input.stop') });
  const failed =
    stopped &&
    helper('failed', {
      Type: 'Choice',
      Choices: [{ Condition: jsonata('$exists($states.input.stop)'), Next: stopped }],
      Default: fail,
    });
  const failure = helper('failure', {
    ...ask({ operation: 'core.failure', error: jsonata('$states.input.error') }),
    Output: jsonata('$states.result'),
    Next: failed || fail,
  });
  const caught = { Output: jsonata(`{"error": ${errorText(step.id)}}`), Next: failure };
  Object.assign(each, {
    Type: 'Map',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Arguments: { Bucket: jsonata('$states.input.bucket'), Key: jsonata('$states.input.key') },
    },
    ItemSelector: handedIn(lowering, step, frame),
    MaxConcurrency: step.concurrency,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: childType(lowering, step) },
      ...iteration(lowering, step, frame, wanted),
    },
    ...(wanted && {
      ResultWriter: {
        Resource: 'arn:aws:states:::s3:putObject',
        WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSONL' },
        Arguments: { Bucket: jsonata('$states.input.bucket'), Prefix: jsonata('$states.input.folder') },
      },
    }),
    Catch: [
      { ErrorEquals: ['States.DataLimitExceeded'], ...caught },
      { ErrorEquals: ['States.ALL'], ...caught },
    ],
    Output: wanted ? jsonata('$states.result.ResultWriterDetails') : jsonata('null'),
    Next: results,
  });
  Object.assign(state, {
    Type: 'Parallel',
    Branches: [{ StartAt: list, States: inner.states }],
    ...catchAround(lowering, step, frame, step.steps, handle),
    ...leave(lowering, frame, step, exit, '$states.result[0]'),
  });
}

/** EXPRESS where each iteration is short and nothing in it waits for people or is a distributed loop itself. */
function childType(lowering: Lowering, { steps }: ForEachStep): 'EXPRESS' | 'STANDARD' {
  const inside = eachEnabledStep(steps);
  const long = inside.some((step) => mayWait(step) || lowering.distributed.has(step.id) || step.retry !== undefined);
  return !long && usualTime(steps) <= quickItem / 10 ? 'EXPRESS' : 'STANDARD';
}

/** What `core.list` gets: the items, or the action whose answer they are in when that was too large to go on. */
function listPayload(step: ForEachStep, frame: Frame, lowering: Lowering): JsonObject {
  const read = itemsRead(step);
  const origin = read && lowering.sourceMap[read.name];
  return {
    operation: 'core.list',
    atMost: step.atMost,
    ...(read && lowering.walked.has(read.name) && origin && { from: { path: origin.path, fields: read.path } }),
    items: evaluated(frame, `function($v) { $exists($v) ? $v : null }(${valueText(step.items)})`),
  };
}

/** The input of each iteration: its item, number and path, and what its steps read from outside. */
function handedIn(lowering: Lowering, step: ForEachStep, frame: Frame): State {
  const before = frame.path.text === undefined ? '' : `${frame.path.text} & `;
  const path = `${before}${JSON.stringify(`${step.id}[`)} & $string($states.context.Map.Item.Index) & "]/"`;
  const read = readsOfLoop(step);
  // The tasks inside name the run and the version, whatever expressions read.
  const own = ['run', 'flow'];
  const picked = (name: string) => pickedText(`$${name}`, own.includes(name) ? 'all' : read(name));
  const captured = capturedNames(lowering, step).map((name) => `"${name}": ${picked(name)}`);
  return {
    item: jsonata('$states.context.Map.Item.Value.v'),
    index: jsonata('$states.context.Map.Item.Index'),
    path: evaluated(frame, path),
    outer: evaluated(
      frame,
      `{${rootsRead(step)
        .map((name) => `"${name}": ${picked(name)}`)
        .join(', ')}}`,
    ),
    captured: evaluated(frame, `{${captured.join(', ')}}`),
    ...(frame.callbacks.places.length > 0 && { callbacks: jsonata(frame.callbacks.source) }),
  };
}

/** Of `$trigger`, `$run`, `$flow` and `$env` those that the states inside use: their tasks name run and version. */
function rootsRead(step: ForEachStep): string[] {
  const used = usedNames(step.steps);
  const read = readsOfLoop(step);
  return rootNames.filter((name) => name === 'run' || name === 'flow' || used.has(name) || read(name) === 'all');
}

/** What the steps of a loop read of what was assigned outside of it. */
function capturedNames(lowering: Lowering, step: ForEachStep): string[] {
  const own = new Set([step.as, ...eachEnabledStep(step.steps).flatMap(namesOf)]);
  return [...usedNames(step.steps)].filter((name) => lowering.declared.has(name) && !own.has(name)).sort();
}

function iteration(lowering: Lowering, step: ForEachStep, frame: Frame, wanted: boolean): State {
  const path = freeName(lowering, `${step.id}_path`);
  const given = freeName(lowering, `${step.id}_given`);
  const inner: Frame = {
    ...innerFrame(frame),
    path: { static: `${frame.path.static}${step.id}[]/`, text: `$${path}` },
    callbacks: { ...frame.callbacks, source: `$${given}.callbacks` },
    bindings: Object.fromEntries([
      ...rootsRead(step).map((name) => [name, `$${given}.outer.${name}`]),
      ...capturedNames(lowering, step).map((name) => [name, `$${given}.captured.${name}`]),
    ]),
  };
  const result = (value: string) => jsonata(wanted ? `{"i": $${given}.index, ${value}}` : 'null');
  const begin: State = {
    Type: 'Pass',
    Assign: {
      [step.as]: jsonata('$states.input.item'),
      [path]: jsonata('$states.input.path'),
      [given]: jsonata('$states.input'),
    },
  };
  const StartAt = addState(lowering, inner, step, begin, { suffix: 'item', role: 'iteration' });
  const branch = lowerBranch(lowering, step, inner, wanted, (body, end) => lowering.list(step.steps, body, end));
  const helper = (suffix: string, of: State) => addState(lowering, inner, step, of, { suffix, role: 'helper' });
  const goesOn = step.onItemError === 'continue';
  const stops = raisesStop(step.steps);
  const report = goesOn && !stops ? '' : leavesWord(lowering, step, inner, path);
  const failed = goesOn
    ? {
        Output: result(`"e": ${errorText(step.id)}`),
        Next: helper('wentOn', { Type: 'Pass', End: true }),
      }
    : { Output: jsonata(`{"error": ${errorText(step.id)}}`), Next: report };
  const guarded = helper('guarded', {
    Type: 'Parallel',
    Branches: [branch],
    Catch: [
      ...(stops
        ? [{ ErrorEquals: [stopError], Output: jsonata('{"stop": $states.errorOutput.Cause}'), Next: report }]
        : []),
      { ErrorEquals: ['States.DataLimitExceeded'], ...failed },
      { ErrorEquals: ['States.ALL'], ...failed },
    ],
    Output: result('"v": $states.result[0]'),
    End: true,
  });
  Object.assign(begin, { Next: guarded });
  return { StartAt, States: inner.states };
}

/** The state in which an iteration that is going to fail says why. */
function leavesWord(lowering: Lowering, step: ForEachStep, inner: Frame, path: string): string {
  const helper = (suffix: string, of: State) => addState(lowering, inner, step, of, { suffix, role: 'helper' });
  const word = { operation: 'core.itemFailed', item: jsonata(`$${path}`), ended: jsonata('$states.input') };
  return helper('report', {
    ...platformTask(lowering, step, inner, word),
    Next: helper('reported', { Type: 'Fail', Error: 'Millrace.ItemFailed' }),
  });
}
