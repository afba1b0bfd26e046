import { constant, jsonata, type State } from '#flows/compiler/asl.ts';
import type { Json } from '#flows/language/json.ts';
import type { ForEachStep } from '#flows/language/steps/for-each.ts';
import { tooManyItems } from '#flows/text/machine-text.ts';
import { knownItems } from '../measure/measure-paths.ts';
import { constantOf, valueText } from '../text/value-text.ts';
import { innerFrame, lowerBranch } from './branch.ts';
import { lowerLargeLoop } from './lower-large-loop.ts';
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
} from './lowering.ts';
import { catchAround, errorHandler } from './on-error.ts';

const mostAtOnce = 40;

/** A forEach: one Map, each iteration of which begins with a state that names the item and the iteration's path. */
export function lowerLoop(lowering: Lowering, step: ForEachStep, frame: Frame, exit: Exit): void {
  const known = knownItems(step) ?? 0;
  if (known > step.atMost)
    lowering.report('tooManyItems', { items: known, limit: step.atMost }, [...step.pointer, 'forEach']);
  if (lowering.distributed.has(step.id)) {
    lowerLargeLoop(lowering, step, frame, exit);
    return;
  }
  const state = {};
  addState(lowering, frame, step, state);
  const wanted = isWanted(lowering, step, exit);
  const handle = errorHandler(lowering, step, frame, exit);
  Object.assign(state, {
    Type: 'Map',
    Items: itemsField(step, frame),
    ItemSelector: handedIn(step, frame),
    MaxConcurrency: Math.min(step.concurrency, mostAtOnce),
    ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...iteration(lowering, step, frame, wanted) },
    ...catchAround(lowering, step, frame, step.steps, handle),
    ...leave(lowering, frame, step, exit, '{"results": $states.result}'),
  });
}

// Nothing has no items; what is no list is a list of one, because JSONata gives a single match without its list.
function itemsField(step: ForEachStep, frame: Frame): Json {
  const known = constantOf(step.items);
  if (Array.isArray(known)) return constant(known);
  const items = `function($v) { $v = null ? [] : [$v] }(${valueText(step.items)})`;
  if (step.items.kind === 'list') return evaluated(frame, items);
  const refusal = `$error(${tooManyText(step)})`;
  return evaluated(frame, `function($l) { $count($l) > ${step.atMost} ? ${refusal} : $l }(${items})`);
}

/** JSONata of the sentence for a loop that has more items than it may; the class in front of it is that of the failure. */
function tooManyText({ id, atMost }: ForEachStep): string {
  const [before = '', after = ''] = tooManyItems(id, '\n', atMost).split('\n');
  return `${JSON.stringify(`InvalidInput: ${before}`)} & $string($count($l)) & ${JSON.stringify(after)}`;
}

/** The input of each iteration: its item and path. */
function handedIn(step: ForEachStep, frame: Frame): State {
  const before = frame.path.text === undefined ? '' : `${frame.path.text} & `;
  const path = `${before}${JSON.stringify(`${step.id}[`)} & $string($states.context.Map.Item.Index) & "]/"`;
  return { item: jsonata('$states.context.Map.Item.Value'), path: evaluated(frame, path) };
}

function iteration(lowering: Lowering, step: ForEachStep, frame: Frame, wanted: boolean): State {
  const path = freeName(lowering, `${step.id}_path`);
  const inner: Frame = {
    ...innerFrame(frame),
    path: { static: `${frame.path.static}${step.id}[]/`, text: `$${path}` },
  };
  const begin: State = {
    Type: 'Pass',
    Assign: { [step.as]: jsonata('$states.input.item'), [path]: jsonata('$states.input.path') },
  };
  const StartAt = addState(lowering, inner, step, begin, { suffix: 'item', role: 'iteration' });
  const entry =
    step.onItemError === 'continue'
      ? guarded(lowering, step, inner, wanted)
      : lowering.list(step.steps, inner, { takes: [], wanted });
  Object.assign(begin, entry === undefined ? { Output: jsonata('null'), End: true } : { Next: entry });
  return { StartAt, States: inner.states };
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
