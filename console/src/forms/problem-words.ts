import { describeProblem } from '#flows/language/describe-problem.ts';
import type { JsonObject } from '#flows/language/json.ts';
import type { Pointer, Problem } from '#flows/language/problem.ts';
import type { ProblemText } from '#flows/language/problem-catalogue.ts';
import type { Language } from '#flows/text/language.ts';
import en from '../../../flows/text/en/findings.json';
import zh from '../../../flows/text/zh/findings.json';
import type { App } from '../app/app.svelte.ts';
import { operationTitle } from '../app/operation-title.ts';
import { valueIn } from '../data/value-in.ts';
import { fieldLabel } from './field-label.ts';
import { objectOf } from './schema-fields.ts';

/** The flow that findings are about. */
export interface ProblemFlow {
  /** As its author wrote it. */
  written: JsonObject | undefined;
  /** What a step is called. */
  nameOf(id: string): string | undefined;
}

/** A flow of which nothing is known. */
export const unknownFlow: ProblemFlow = { written: undefined, nameOf: () => undefined };

export interface ProblemWords extends ProblemText {
  /** The field that it is about, as its form calls it; empty for the step as a whole, and where the message names it. */
  field: string;
}

const texts: Record<Language, Record<string, Partial<ProblemText>>> = { en, zh };

/** What a value of a message stands for: the field of the finding, one beside it, one inside it, or something else. */
type Meaning = 'here' | 'beside' | 'inside' | 'step' | 'operation' | 'operator' | 'connector';

/** The values that are names of the text, by the code of the finding. */
const meanings: Record<string, Record<string, Meaning>> = {
  missingField: { field: 'inside' },
  mayBeMissing: { field: 'here' },
  onlyForActions: { field: 'here' },
  secretInFlow: { field: 'here' },
  emptyBranch: { branch: 'here' },
  fieldUnused: { field: 'here', other: 'beside' },
  notYetAvailable: { name: 'step' },
  ownReference: { name: 'step' },
  insideFinished: { name: 'step', container: 'step' },
  otherBranch: { name: 'step', container: 'step' },
  itemOutsideLoop: { container: 'step' },
  disabledReference: { name: 'step' },
  unreachableStep: { name: 'step', after: 'step' },
  triggersItself: { name: 'step' },
  mayTriggerItself: { name: 'step' },
  stopPassesThrough: { container: 'step' },
  triggerAsAction: { name: 'operation' },
  actionAsTrigger: { name: 'operation' },
  cannotWaitFor: { event: 'operation' },
  changedNotOffered: { trigger: 'operation' },
  connectionNeeded: { operation: 'operation' },
  connectionUnused: { operation: 'operation' },
  unknownConnection: { connector: 'connector' },
  connectionOfOther: { connector: 'connector', expected: 'connector' },
};

/** A finding in the words of the forms: steps by their names, fields by their labels. */
export function problemWords(app: App, problem: Problem, flow: ProblemFlow): ProblemWords {
  const { code, pointer } = problem;
  const meant = meanings[code] ?? {};
  const place = placeOf(problem, flow.written);
  const path = pointer.slice(place?.length);
  const owner = place && objectOf(valueIn(flow.written ?? {}, place));
  const label = (field: Pointer) => (owner ? fieldLabel(app, owner, field) : '');
  const say: Record<Meaning, (value: string) => string | undefined> = {
    here: () => label(path),
    beside: (value) => label([...path.slice(0, -1), value]),
    inside: (value) => label([...path, value]),
    step: (value) => flow.nameOf(value),
    operation: (value) => operationTitle(app, value),
    operator: (value) => app.language.find(`condition.op.${value}`, {}, value),
    connector: (value) => (value === 'core' ? app.t('connect.core') : app.connectorName(value)),
  };
  const said = Object.entries(problem.params).map(([name, value]) => {
    const meaning = meant[name] ?? (name === 'op' ? 'operator' : undefined);
    return [name, (meaning && say[meaning](String(value))) || value];
  });
  // What is said of the list of all steps is said of the flow.
  const ofFlow = place?.length === 0 && path.length === 1 && path[0] === 'steps';
  const named = Object.values(meant).some((meaning) => meaning === 'here' || meaning === 'inside');
  const own = texts[app.language.current][code];
  return {
    ...describeProblem({ code, params: Object.fromEntries(said) }, app.language.current, own),
    field: named || ofFlow ? '' : label(path),
  };
}

/** Where the step of a finding stands, the trigger, or the flow itself; undefined where it is not known. */
function placeOf({ step, pointer }: Problem, written: JsonObject | undefined): Pointer | undefined {
  if (step === undefined) return pointer[0] === 'trigger' ? ['trigger'] : [];
  const ends = pointer.map((_, index) => pointer.length - index);
  const end = written && ends.find((length) => objectOf(valueIn(written, pointer.slice(0, length))).id === step);
  return end === undefined ? undefined : pointer.slice(0, end);
}
