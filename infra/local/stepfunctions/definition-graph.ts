import type { JsonObject } from '#flows/language/json.ts';
import type { Diagnostic } from './diagnostic.ts';

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
  return diagnoseScope(definition, '');
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
  if (!Object.values(states).some(isTerminal)) {
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
  const branches = ((state.Branches ?? []) as JsonObject[]).map((branch, index): [JsonObject, string] => [
    branch,
    `${location}/Branches[${index}]`,
  ]);
  const bodies = ['ItemProcessor', 'Iterator']
    .filter((field) => state[field] !== undefined)
    .map((field): [JsonObject, string] => [state[field] as JsonObject, `${location}/${field}`]);
  return [...branches, ...bodies].flatMap(([scope, path]) => diagnoseScope(scope, path));
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
