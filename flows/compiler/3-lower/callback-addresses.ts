import { type CallbackPlace, callbacksSeen } from '#flows/compiler/callbacks.ts';
import type { Frame } from './lowering.ts';

/**
 * JSONata of `$run` with the address of every callback that is known here, as `callbacks`. An address ends with the
 * signature of the step's path under the secret of the run (`callbackSignature` of functions/runs/callback-signature.ts).
 */
export function runWithCallbacks(frame: Frame, run: string): string {
  const { places, source } = frame.callbacks;
  const loops = [...frame.path.static.matchAll(/([^/[]+)\[/g)].map(([, id]) => id as string);
  const members = callbacksSeen(places, loops).map(
    (place) => `${JSON.stringify(place.id)}: $sign(${pathText(frame, place, loops)})`,
  );
  return `(${[
    `$given := ${source}`,
    '$hashed := function($t) { $hash($given.secret & $t, "SHA-256") }',
    '$sign := function($p) { $given.address & $substring($hashed($hashed($p)), 0, 40) & "?at=" & $encodeUrlComponent($p) }',
    `$merge([${run}, {"callbacks": {${members.join(', ')}}}])`,
  ].join('; ')})`;
}

// The path here begins with that of the loops around the callback.
function pathText(frame: Frame, { id, loops: around }: CallbackPlace, loops: readonly string[]): string {
  if (around.length === 0) return JSON.stringify(id);
  const inner = loops[around.length];
  if (inner === undefined) return `${frame.path.text} & ${JSON.stringify(id)}`;
  return `$substringBefore(${frame.path.text}, ${JSON.stringify(`/${inner}[`)}) & ${JSON.stringify(`/${id}`)}`;
}
