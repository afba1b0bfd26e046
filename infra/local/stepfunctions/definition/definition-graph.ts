import type { JsonObject } from '#flows/language/json.ts';
import type { Diagnostic } from './diagnostic.ts';
import { eachState } from './each-state.ts';

/** A transition: the state it leads to and where the definition says so. */
interface Transition {
  target: string;
  location: string;
}

/**
 * Transitions that lead nowhere, scopes that never end and states that nothing leads to, in AWS's words and order. The
 * definition has passed all other checks.
 */
export function diagnoseGraph(definition: JsonObject): Diagnostic[] {
  return [
    ...diagnoseScope(definition, ''),
    ...repeated(namesBelow(definition, ''), 'DUPLICATE_STATE_NAME', 'Duplicate State name'),
    ...repeated(labelsBelow(definition, ''), 'DUPLICATE_LABEL_NAME', 'Duplicate Label name'),
  ];
}

function diagnoseScope(scope: JsonObject, location: string): Diagnostic[] {
  const states = scope.States as Record<string, JsonObject>;
  const start = { target: scope.StartAt as string, location: `${location}/StartAt` };
  const all = [
    start,
    ...Object.entries(states).flatMap(([name, state]) => transitions(state, `${location}/States/${name}`)),
  ];
  const dangling = all
    .filter(({ target }) => !Object.hasOwn(states, target))
    .map((transition) => missing(`Missing 'Next' target: ${transition.target}`, transition.location));
  const inner = Object.entries(states).flatMap(([name, state]) => diagnoseInside(state, `${location}/States/${name}`));
  // AWS looks for the end of the whole only.
  if (location === '' && !Object.values(states).some(isTerminal)) {
    const endless = { code: 'MISSING_END_STATE', message: 'Workflow has no terminal state' };
    return [...dangling, endless, ...inner];
  }
  const reached = new Set(all.map(({ target }) => target));
  const unreached = Object.keys(states)
    .filter((name) => !reached.has(name))
    .map((name) => missing(`State "${name}" is not reachable.`, `${location}/States/${name}`));
  return [...dangling, ...unreached, ...inner];
}

function diagnoseInside(state: JsonObject, location: string): Diagnostic[] {
  return scopesOf(state, location).flatMap(([scope, path]) => diagnoseScope(scope, path));
}

/** A name and the place where the definition gives it. */
type Named = [name: string, location: string];

function namesBelow(scope: JsonObject, location: string): Named[] {
  return [...eachState(scope, location)].map(([, path, name]) => [name, path]);
}

function labelsBelow(scope: JsonObject, location: string): Named[] {
  return [...eachState(scope, location)].flatMap(([{ Label }, path]): Named[] =>
    typeof Label === 'string' ? [[Label, `${path}/Label`]] : [],
  );
}

function repeated(all: Named[], code: string, words: string): Diagnostic[] {
  return all
    .filter(([name], index) => all.findIndex(([other]) => other === name) < index)
    .map(([name, location]) => ({ code, message: `${words}: ${name}`, location }));
}

/** The branches or the body of a state. */
export function scopesOf(state: JsonObject, location: string): [JsonObject, string][] {
  const branches = ((state.Branches ?? []) as JsonObject[]).map((branch, index): [JsonObject, string] => [
    branch,
    `${location}/Branches[${index}]`,
  ]);
  const bodies = ['ItemProcessor', 'Iterator']
    .filter((field) => state[field] !== undefined)
    .map((field): [JsonObject, string] => [state[field] as JsonObject, `${location}/${field}`]);
  return [...branches, ...bodies];
}

function transitions(state: JsonObject, location: string): Transition[] {
  const found: Transition[] = [];
  const add = (target: unknown, field: string) => {
    if (typeof target === 'string') found.push({ target, location: `${location}/${field}` });
  };
  add(state.Next, 'Next');
  for (const list of ['Choices', 'Catch']) {
    ((state[list] ?? []) as JsonObject[]).forEach((member, index) => {
      add(member.Next, `${list}[${index}]/Next`);
    });
  }
  add(state.Default, 'Default');
  return found;
}

function isTerminal(state: JsonObject): boolean {
  return state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
}

function missing(message: string, location: string): Diagnostic {
  return { code: 'MISSING_TRANSITION_TARGET', message, location };
}
