import { jsonata, type State, type States } from '#flows/compiler/asl.ts';
import { boundIn } from '#flows/compiler/bound/bind.ts';
import type { CallbackPlace } from '#flows/compiler/callbacks.ts';
import type { StateOrigin } from '#flows/compiler/compiled.ts';
import type { Catalogue } from '#flows/connectors/define-connector.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Fields } from '#flows/language/fields.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import type { Report } from '../source/problem-list.ts';
import { runWithCallbacks } from './callback-addresses.ts';

/** What lowering one flow needs everywhere. */
export interface Lowering {
  flow: Flow;
  catalogue: Catalogue;
  /** Prefix of the ARNs of functions. */
  functionArn: string;
  type: 'EXPRESS' | 'STANDARD';
  /** Seconds. */
  deadline: number;
  /** Ids of the loops that become Distributed Maps. */
  distributed: ReadonlySet<string>;
  calendar: Calendar;
  /** The lists in the answers of actions that those loops walk, as paths of names by the action's id. */
  walked: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** What later steps read of the results of a loop. */
  readOfResults(loop: string): Fields;
  /** Seconds that all tries of one task may take together. */
  retryBudget: number;
  /** Variables that some expression of the flow reads; only they are worth assigning. */
  used: ReadonlySet<string>;
  /** Names of the flow's steps and loop items. */
  declared: ReadonlySet<string>;
  sourceMap: Record<string, StateOrigin>;
  report: Report;
  /** Lowers steps into the frame; returns the state to begin with, undefined when no step is enabled. */
  list(steps: Step[], frame: Frame, exit: Exit): string | undefined;
}

/** One scope of the machine: a branch or a loop's body has its own states and its own variables. */
export interface Frame {
  states: States;
  /** The path of steps here, up to the last slash: `static` for the source map, `text` as JSONata when loops are in it. */
  path: { static: string; text?: string };
  /** JSONata by the names that expressions may use and that are no variables of the machine. */
  bindings: Readonly<Record<string, string>>;
  /** What functions and conditions about time take from the workspace. */
  calendar: Calendar;
  /** True where the end of the steps is the end of the run. */
  outermost: boolean;
  /** Variables of the scope that count tries: each round of a repeat begins with them at zero. */
  counters: string[];
  /** Waits for callbacks of the whole flow, and JSONata of what their addresses are made from. */
  callbacks: { places: readonly CallbackPlace[]; source: string };
}

/** Where a list of steps leads, and who wants the value of its last step. */
export interface Exit {
  /** Absent: the scope ends, with the value as its output when `wanted`. */
  next?: string;
  /** Variables that take the value. */
  takes: readonly string[];
  wanted: boolean;
}

/** The names expressions may use everywhere. */
export const rootNames = ['trigger', 'run', 'flow', 'env'] as const;

/** Where the machine finds them: in the execution's input. */
export const rootBindings = Object.fromEntries(
  rootNames.map((name) => [name, `$states.context.Execution.Input.${name}`]),
);

/** JSONata as a field value, with the names and the functions of our own that it uses bound in front of it. */
export function evaluated(frame: Frame, text: string): string {
  const names = Object.keys(frame.bindings).filter((name) =>
    new RegExp(`\\$${name}(?![\\p{ID_Continue}])`, 'u').test(text),
  );
  const bindingOf = (name: string) =>
    name === 'run' && frame.callbacks.places.length > 0
      ? runWithCallbacks(frame, frame.bindings.run ?? '')
      : frame.bindings[name];
  const front = `${names.map((name) => `$${name} := ${bindingOf(name)}; `).join('')}${boundIn(text, frame.calendar)}`;
  return jsonata(front === '' ? text : `(${front}${text})`);
}

/**
 * Adds a state named after its step, or `<step>.<suffix>` for a helper of it; returns the name. Names are unique in the
 * whole machine; the same helper twice in one scope is one state.
 */
export function addState(
  lowering: Lowering,
  frame: Frame,
  step: Step,
  state: State,
  helper?: { suffix: string; role: StateOrigin['role'] },
): string {
  const wish = helper ? `${step.id}.${helper.suffix}` : step.id;
  let name = wish;
  for (let copy = 2; name in lowering.sourceMap && !(name in frame.states); copy++) name = `${wish}${copy}`;
  frame.states[name] = state;
  lowering.sourceMap[name] = { step: step.id, path: `${frame.path.static}${step.id}`, role: helper?.role ?? 'step' };
  return name;
}

/** A name for a variable of our own that the flow neither gives to anything nor reads. */
export function freeName(lowering: Lowering, wish: string): string {
  return lowering.declared.has(wish) || lowering.used.has(wish) ? freeName(lowering, `${wish}_`) : wish;
}

/** Whether anything reads the value of this step. */
export function isWanted(lowering: Lowering, step: Step, exit: Exit): boolean {
  return lowering.used.has(step.id) || exit.takes.length > 0 || (exit.next === undefined && exit.wanted);
}

/** The exit of a path of a branching step: the value of its last step is also the step's own. */
export function pathExit(lowering: Lowering, id: string, exit: Exit): Exit {
  return lowering.used.has(id) ? { ...exit, takes: [...exit.takes, id] } : exit;
}

/**
 * The fields by which a state leaves with `value` (JSONata) as the value of its step: `Assign`, and `Next` or `End`
 * with `Output`.
 */
export function leave(lowering: Lowering, frame: Frame, step: Step, exit: Exit, value: string): State {
  const names = [...(lowering.used.has(step.id) ? [step.id] : []), ...exit.takes];
  const text = evaluated(frame, value);
  return {
    ...(names.length > 0 && { Assign: Object.fromEntries(names.map((name) => [name, text])) }),
    ...(exit.next === undefined ? { Output: exit.wanted ? text : jsonata('null'), End: true } : { Next: exit.next }),
  };
}

/** The same for a rule of a Choice and for a Catch, which must name a next state. */
export function jump(lowering: Lowering, frame: Frame, step: Step, exit: Exit, value: string, own = false): State {
  const names = [...(own && lowering.used.has(step.id) ? [step.id] : []), ...exit.takes];
  const text = evaluated(frame, value);
  const assign = names.length > 0 && { Assign: Object.fromEntries(names.map((name) => [name, text])) };
  if (exit.next !== undefined) return { ...assign, Next: exit.next };
  const end = addState(lowering, frame, step, { Type: 'Pass', End: true }, { suffix: 'end', role: 'join' });
  return { ...assign, Output: exit.wanted ? text : jsonata('null'), Next: end };
}
