import { ownFunctions } from '#flows/language/expression-functions.ts';
import type { Flow } from '#flows/language/flow.ts';
import en from '#flows/text/en/functions.json';
import type { Language } from '#flows/text/language.ts';
import zh from '#flows/text/zh/functions.json';
import type { Workspace } from '../app/workspace.svelte.ts';
import { alternatives } from '../data/alternatives.ts';
import { follow } from '../data/follow-schema.ts';
import { typeWord } from '../data/schema-words.ts';
import type { Scope } from '../data/scope.ts';
import { type Variable, variables } from '../data/variables.ts';
import type { JsonSchema } from '../forms/json-schema.ts';

export interface ExpressionProposal {
  label: string;
  kind: 'variable' | 'property' | 'function';
  /** The type, the step's name or what a function takes, in a few letters. */
  detail: string;
  /** What a function does. */
  info?: string;
}

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
  { workspace, flow, language }: { workspace: Workspace; flow: Flow | undefined; language: Language },
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
    ([label, variable]): ExpressionProposal => ({
      label: `$${label}`,
      kind: 'variable',
      detail: about(flow, variable),
    }),
  );
  const known = functions.map((label): ExpressionProposal => ({ label: `$${label}`, kind: 'function', detail: '' }));
  const own = Object.keys(ownFunctions).map((label): ExpressionProposal => {
    const { takes, does } = functionTexts[language][label as keyof typeof en];
    return { label: `$${label}`, kind: 'function', detail: takes, info: does };
  });
  return { proposals: [...named, ...known, ...own], typed: name[0].length };
}

function about(flow: Flow | undefined, { kind, step }: Variable): string {
  if (kind === 'trigger') return flow?.trigger.use ?? '';
  if (!step) return '';
  return step.name ?? (step.kind === 'action' ? step.use : step.kind);
}

function properties(shapes: JsonSchema[], language: Language): ExpressionProposal[] {
  const found = new Map<string, ExpressionProposal>();
  for (const shape of shapes.flatMap((each) => (each.items ? alternatives(each, each.items) : [each]))) {
    for (const [label, property] of Object.entries(shape.properties ?? {})) {
      found.set(label, { label, kind: 'property', detail: typeWord(property, language) });
    }
  }
  return [...found.values()];
}
