import { constant, jsonata, type State } from '#flows/compiler/asl.ts';
import { eachEnabledStep } from '#flows/compiler/each-step.ts';
import type { ForEachStep } from '#flows/language/flow.ts';
import type { Json } from '#flows/language/json.ts';
import { innerFrame, lowerBranch } from './branch.ts';
import {
  addState,
  type Exit,
  evaluated,
  type Frame,
  freeName,
  isWanted,
  jump,
  type Lowering,
  leave,
  rootNames,
} from './lowering.ts';
import { catchAround, errorHandler } from './on-error.ts';
import { raisesStop } from './raises-stop.ts';
import { usedNames } from './used-names.ts';
import { constantOf, valueText } from './value-text.ts';

const mostAtOnce = 40;

/**
 * A forEach: one Map. Each iteration begins with a state that names the item and the iteration's path. A loop that
 * could make too much history becomes a Distributed Map, whose iterations are executions of their own: what they read
 * from outside is handed in.
 */
export function lowerLoop(lowering: Lowering, step: ForEachStep, frame: Frame, exit: Exit): void {
  const state = {};
  addState(lowering, frame, step, state);
  const distributed = lowering.distributed.has(step.id);
  if (distributed && raisesStop(step.steps)) lowering.report('stopInLargeLoop', {}, [...step.pointer, 'do']);
  const wanted = isWanted(lowering, step, exit);
  const handle = errorHandler(lowering, step, frame, exit);
  Object.assign(state, {
    Type: 'Map',
    Items: itemsField(step, frame),
    ItemSelector: handedIn(lowering, step, frame, distributed),
    MaxConcurrency: distributed ? step.concurrency : Math.min(step.concurrency, mostAtOnce),
    ItemProcessor: {
      ProcessorConfig: distributed ? { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } : { Mode: 'INLINE' },
      ...iteration(lowering, step, frame, wanted, distributed),
    },
    ...catchAround(lowering, step, frame, step.steps, handle),
    ...leave(lowering, frame, step, exit, '{"results": $states.result}'),
  });
}

// Nothing has no items; what is no list is a list of one, because JSONata gives a single match without its list.
function itemsField(step: ForEachStep, frame: Frame): Json {
  const known = constantOf(step.items);
  if (Array.isArray(known)) return constant(known);
  return evaluated(frame, `function($v) { $v = null ? [] : [$v] }(${valueText(step.items)})`);
}

/** The input of each iteration: its item and path, and all that it needs when it is an execution of its own. */
function handedIn(lowering: Lowering, step: ForEachStep, frame: Frame, distributed: boolean): State {
  const before = frame.path.text === undefined ? '' : `${frame.path.text} & `;
  const path = `${before}${JSON.stringify(`${step.id}[`)} & $string($states.context.Map.Item.Index) & "]/"`;
  const captured = capturedNames(lowering, step).map((name) => `"${name}": $${name}`);
  return {
    item: jsonata('$states.context.Map.Item.Value'),
    path: evaluated(frame, path),
    ...(distributed && {
      ...Object.fromEntries(rootNames.map((name) => [name, jsonata(frame.bindings[name] ?? '')])),
      captured: evaluated(frame, `{${captured.join(', ')}}`),
      ...(frame.callbacks.places.length > 0 && { callbacks: jsonata(frame.callbacks.source) }),
    }),
  };
}

/** What the steps of a loop read of what was assigned outside of it. */
function capturedNames(lowering: Lowering, step: ForEachStep): string[] {
  const own = new Set([
    step.as,
    ...eachEnabledStep(step.steps).flatMap((each) => [each.id, ...(each.kind === 'forEach' ? [each.as] : [])]),
  ]);
  return [...usedNames(step.steps)].filter((name) => lowering.declared.has(name) && !own.has(name)).sort();
}

function iteration(lowering: Lowering, step: ForEachStep, frame: Frame, wanted: boolean, distributed: boolean): State {
  const path = freeName(lowering, `${step.id}_path`);
  const given = freeName(lowering, `${step.id}_given`);
  const inner: Frame = {
    ...innerFrame(frame),
    path: { static: `${frame.path.static}${step.id}[]/`, text: `$${path}` },
    bindings: distributed ? givenBindings(capturedNames(lowering, step), given) : frame.bindings,
    callbacks: distributed ? { ...frame.callbacks, source: `$${given}.callbacks` } : frame.callbacks,
  };
  const begin: State = {
    Type: 'Pass',
    Assign: {
      [step.as]: jsonata('$states.input.item'),
      [path]: jsonata('$states.input.path'),
      ...(distributed && { [given]: jsonata('$states.input') }),
    },
  };
  const StartAt = addState(lowering, inner, step, begin, { suffix: 'item', role: 'iteration' });
  const entry =
    step.onItemError === 'continue'
      ? guarded(lowering, step, inner, wanted)
      : lowering.list(step.steps, inner, { takes: [], wanted });
  Object.assign(begin, entry === undefined ? { Output: jsonata('null'), End: true } : { Next: entry });
  return { StartAt, States: inner.states };
}

function givenBindings(names: string[], given: string): Frame['bindings'] {
  return Object.fromEntries([
    ...rootNames.map((name) => [name, `$${given}.${name}`]),
    ...names.map((name) => [name, `$${given}.captured.${name}`]),
  ]);
}

// The result of an item that failed is `{ error }`; the loop goes on.
function guarded(lowering: Lowering, step: ForEachStep, inner: Frame, wanted: boolean): string {
  const exit: Exit = { takes: [], wanted };
  const branch = lowerBranch(lowering, step, inner, wanted, (frame, end) => lowering.list(step.steps, frame, end));
  const output = wanted ? jsonata('$states.result[0]') : jsonata('null');
  return addState(
    lowering,
    inner,
    step,
    {
      Type: 'Parallel',
      Branches: [branch],
      ...catchAround(lowering, step, inner, step.steps, (error) =>
        jump(lowering, inner, step, exit, `{"error": ${error}}`),
      ),
      Output: output,
      End: true,
    },
    { suffix: 'guarded', role: 'helper' },
  );
}
