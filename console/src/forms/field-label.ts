import type { Json, JsonObject } from '#flows/language/json.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { App } from '../app/app.svelte.ts';
import { branchLabel, branchWords } from '../drawing/branch-label.ts';
import type { TextKey } from '../i18n/language.svelte.ts';
import { readableName } from './form-fields.ts';
import { asSchema, type JsonSchema } from './json-schema.ts';
import { labelOf } from './schema-fields.ts';

/** The fields of steps and triggers as their forms call them, by their names from the step down. */
const labels: Record<string, TextKey> = {
  name: 'builder.name',
  note: 'builder.note',
  id: 'builder.id',
  disabled: 'builder.disabled',
  connection: 'fields.connection',
  use: 'did.use',
  with: 'kind.with',
  when: 'kind.when',
  if: 'kind.if',
  switch: 'kind.switch',
  cases: 'kind.cases',
  parallel: 'kind.branches',
  forEach: 'kind.forEach',
  as: 'kind.as',
  atMost: 'kind.atMost',
  concurrency: 'kind.atOnce',
  onItemError: 'kind.onItemError',
  repeat: 'did.repeat',
  'repeat.until': 'kind.until',
  'repeat.every': 'kind.every',
  'repeat.atMost': 'kind.repeatAtMost',
  wait: 'kind.wait',
  'wait.for': 'kind.waitFor',
  'wait.until': 'kind.waitUntil',
  'wait.event': 'kind.waitEvent',
  'wait.match': 'kind.match',
  'wait.timeout': 'kind.waitTimeout',
  'wait.callback': 'kind.waitTimeout',
  set: 'kind.set',
  call: 'kind.call',
  await: 'kind.await',
  stop: 'kind.stop',
  output: 'kind.output',
  message: 'kind.message',
  onError: 'fails.onError',
  retry: 'fails.retry',
  'retry.attempts': 'fails.attempts',
  'retry.first': 'fails.first',
  'retry.factor': 'fails.factor',
  'retry.max': 'fails.max',
  'retry.on': 'fails.on',
  timeout: 'fails.timeout',
  onUncertain: 'fails.onUncertain',
};

/** Where a condition stands in a step or a trigger. */
const conditions = ['if', 'when', 'repeat.until', 'wait.match'];

const sides: Record<string, TextKey> = { left: 'rows.left', op: 'rows.op', right: 'rows.right', expr: 'rows.formula' };

/**
 * What the form of a step or a trigger, as its author wrote it, calls the field at a path: `Headers › X-Key`,
 * `Condition › 2 › Value`. Empty for the step as a whole.
 */
export function fieldLabel(app: App, owner: JsonObject, path: Pointer): string {
  const [first, second] = path.map(String);
  if (first === undefined) return '';
  const input =
    first === 'with' && typeof owner.use === 'string' ? app.workspace.operation(owner.use)?.input : undefined;
  if (input && second !== undefined) return inSchema(app, asSchema(input), path.slice(1)).join(' › ');
  const deep = second !== undefined && Object.hasOwn(labels, `${first}.${second}`);
  const key = deep ? `${first}.${second}` : first;
  const rest = path.slice(deep ? 2 : 1);
  if (!Object.hasOwn(labels, key)) return branchName(app, path) ?? [readableName(first), ...below(rest)].join(' › ');
  return [app.t(labels[key]!), ...(conditions.includes(key) ? inCondition(app, rest) : below(rest))].join(' › ');
}

/** A list of steps inside the step: a way that it may go. */
function branchName({ t }: App, path: Pointer): string | undefined {
  const label = branchLabel({ path: path.map(String) });
  if (label.word) return branchWords(t, label);
  return path[0] === 'do' ? t('drawing.outline') : path.length > 1 ? label.text : undefined;
}

function inSchema({ language }: App, schema: JsonSchema, path: Pointer): string[] {
  const said: string[] = [];
  let at: JsonSchema | undefined = schema;
  for (const key of path) {
    const inner: JsonSchema | undefined =
      typeof key === 'number' ? at?.items : (at?.properties?.[key] ?? asSchema(at?.additionalProperties as Json));
    const own = typeof key === 'string' && at?.properties?.[key] !== undefined;
    said.push(own ? labelOf(String(key), inner ?? {}, language.current) : placeName(key));
    at = inner;
  }
  return said;
}

function inCondition({ t }: App, path: Pointer): string[] {
  return path
    .filter((key) => typeof key === 'number' || Object.hasOwn(sides, key))
    .map((key) => (typeof key === 'number' ? String(key + 1) : t(sides[key]!)));
}

function below(path: Pointer): string[] {
  return path.map(placeName);
}

function placeName(key: string | number): string {
  return typeof key === 'number' ? String(key + 1) : key;
}
