import { callbacksIn, callbacksSeen } from '#flows/compiler/callbacks.ts';
import { eachStep } from '#flows/language/each-step.ts';
import { ownFunctions } from '#flows/language/expression-functions.ts';
import type { Flow, Step } from '#flows/language/flow.ts';
import en from '#flows/text/en/functions.json';
import zh from '#flows/text/zh/functions.json';
import type { Workspace } from '../app/workspace.svelte.ts';
import type { JsonSchema } from '../forms/json-schema.ts';
import { failure, outputSchema, triggerSchema } from './output-schema.ts';
import { alternatives } from './schema-at.ts';
import { typeWord } from './schema-words.ts';
import type { Scope } from './scope-at.ts';

export interface ExpressionProposal {
  label: string;
  kind: 'variable' | 'property' | 'function';
  /** The type, the step's name or what a function takes, in a few letters. */
  detail: string;
  /** What a function does. */
  info?: string;
}

const text: JsonSchema = { type: 'string' };
const flowSchema: JsonSchema = { type: 'object', properties: { id: text, name: text, version: { type: 'number' } } };

const functionTexts = { en, zh };

const functions = [
  'abs',
  'average',
  'boolean',
  'ceil',
  'contains',
  'count',
  'distinct',
  'each',
  'exists',
  'filter',
  'floor',
  'formatNumber',
  'fromMillis',
  'join',
  'keys',
  'length',
  'lookup',
  'lowercase',
  'map',
  'match',
  'max',
  'merge',
  'min',
  'not',
  'number',
  'parse',
  'partition',
  'range',
  'reduce',
  'replace',
  'reverse',
  'round',
  'sort',
  'split',
  'string',
  'substring',
  'substringAfter',
  'substringBefore',
  'sum',
  'toMillis',
  'trim',
  'type',
  'uppercase',
];

/** The expression that is open at the end of the text; undefined outside of `{{ }}`. */
export function openExpression(before: string): string | undefined {
  const start = before.lastIndexOf('{{');
  if (
    start < 0 ||
    before.indexOf('}}', start) >= 0 ||
    (before[start - 1] === '"' && before.startsWith('{{ "{{"', start))
  )
    return undefined;
  const inside = before.slice(start + 2);
  return inside.length > 2000 ? undefined : inside;
}

/** What may stand at the end of an expression, and how many letters of it are typed already. */
export function expressionProposals(
  { workspace, flow, language }: { workspace: Workspace; flow: Flow | undefined; language: 'en' | 'zh' },
  scope: Scope,
  expression: string,
): { proposals: ExpressionProposal[]; typed: number } {
  const path =
    /\$([\p{L}_][\p{L}\p{N}_]*)((?:\[\d+\])?(?:\.[\p{L}_$][\p{L}\p{N}_]*(?:\[\d+\])?)*)\.([\p{L}\p{N}_]*)$/u.exec(
      expression,
    );
  if (path) {
    const parts = path[2]!.split(/[.[\]]+/).filter((part) => part && !/^\d+$/.test(part));
    const shape = follow(variables(workspace, flow, scope).get(path[1]!)?.schema, parts);
    return { proposals: properties(shape, language), typed: path[3]!.length };
  }
  const name = /\$([\p{L}_][\p{L}\p{N}_]*)?$/u.exec(expression);
  if (!name) return { proposals: [], typed: 0 };
  const named = [...variables(workspace, flow, scope)].map(
    ([label, { about }]): ExpressionProposal => ({ label: `$${label}`, kind: 'variable', detail: about }),
  );
  const known = functions.map((label): ExpressionProposal => ({ label: `$${label}`, kind: 'function', detail: '' }));
  const own = Object.keys(ownFunctions).map((label): ExpressionProposal => {
    const { takes, does } = functionTexts[language][label as keyof typeof en];
    return { label: `$${label}`, kind: 'function', detail: takes, info: does };
  });
  return { proposals: [...named, ...known, ...own], typed: name[0].length };
}

type Variables = Map<string, { schema: JsonSchema; about: string }>;

function variables(workspace: Workspace, flow: Flow | undefined, scope: Scope): Variables {
  const env = Object.fromEntries(Object.keys(workspace.settings?.env ?? {}).map((name) => [name, text]));
  const found: Variables = new Map([
    ['trigger', { schema: flow ? triggerSchema(workspace, flow) : {}, about: flow?.trigger.use ?? '' }],
    ['run', { schema: runSchemaOf(flow, scope), about: '' }],
    ['flow', { schema: flowSchema, about: '' }],
    ['env', { schema: { type: 'object', properties: env }, about: '' }],
  ]);
  const steps = new Map(eachStep(flow?.steps ?? []).map((step) => [step.id, step]));
  for (const id of scope.earlier) {
    const step = steps.get(id);
    found.set(id, { schema: step ? outputSchema(workspace, step) : {}, about: step ? aboutStep(step) : '' });
  }
  for (const id of scope.around) {
    const step = steps.get(id);
    // `until` stands outside of the steps it judges.
    if (step?.kind === 'repeat' && id === scope.around[0])
      for (const each of step.steps)
        found.set(each.id, { schema: outputSchema(workspace, each), about: aboutStep(each) });
    if (step?.kind === 'forEach') found.set(step.as, { schema: {}, about: step.name ?? '' });
    // What failed is known to the steps that run instead.
    if (step?.kind === 'try' || Array.isArray(step?.onError))
      found.set(id, { schema: { properties: { error: failure } }, about: '' });
  }
  return found;
}

/** Addresses of callbacks are known to the steps in the loop of their wait, or everywhere when it stands in none. */
function runSchemaOf(flow: Flow | undefined, { around }: Scope): JsonSchema {
  const steps = flow?.steps ?? [];
  const isLoop = new Map(eachStep(steps).map(({ id, kind }) => [id, kind === 'forEach' || kind === 'repeat']));
  const loops = around.filter((id) => isLoop.get(id)).reverse();
  const callbacks = callbacksSeen(callbacksIn(steps), loops).map(({ id }) => [id, text]);
  const own = { id: text, startedAt: text, eventAt: text };
  return {
    type: 'object',
    properties:
      callbacks.length === 0
        ? own
        : { ...own, callbacks: { type: 'object', properties: Object.fromEntries(callbacks) } },
  };
}

function aboutStep(step: Step): string {
  return step.name ?? (step.kind === 'action' ? step.use : step.kind);
}

function follow(schema: JsonSchema | undefined, parts: string[]): JsonSchema[] {
  let current = schema ? alternatives(schema, schema) : [];
  for (const part of parts) {
    current = current.flatMap((each) => {
      const holder = each.items ? alternatives(each, each.items) : [each];
      return holder.flatMap((one) => (one.properties?.[part] ? alternatives(schema!, one.properties[part]) : []));
    });
  }
  return current;
}

function properties(shapes: JsonSchema[], language: 'en' | 'zh'): ExpressionProposal[] {
  const found = new Map<string, ExpressionProposal>();
  for (const shape of shapes.flatMap((each) => (each.items ? alternatives(each, each.items) : [each]))) {
    for (const [label, property] of Object.entries(shape.properties ?? {})) {
      found.set(label, { label, kind: 'property', detail: typeWord(property, language) });
    }
  }
  return [...found.values()];
}
