const memberOfStates = /\$states\s*\.\s*(input|result|errorOutput|context)\b/g;

/** Those of an expression's variables that it may read: what it does not name need not be copied for it. */
export function neededBindings(
  source: string,
  bindings: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const needed: Record<string, unknown> = {};
  for (const name of Object.keys(bindings)) {
    if (!source.includes(name)) continue;
    needed[name] = name === 'states' ? neededStates(source, bindings.states as object) : bindings[name];
  }
  return needed;
}

function neededStates(source: string, states: object): object {
  const named = [...source.matchAll(memberOfStates)].map(([, member]) => member!);
  if (named.length < source.split('$states').length - 1) return states;
  return Object.fromEntries(Object.entries(states).filter(([member]) => named.includes(member)));
}
