import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import flowSchema from '#flows/language/flow.schema.json';
import type { Flow } from '#flows/language/flow.ts';
import type { Language } from '#flows/text/language.ts';
import type { Workspace } from '../app/workspace.svelte.ts';
import { keyHelp } from '../data/schema-words.ts';
import { asSchema, type JsonSchema } from '../forms/json-schema.ts';
import { expressionProposals, openExpression } from './expression-proposals.ts';
import { keyProposals, type Proposal, schemasAt, valueProposals } from './schema-at.ts';
import { scopeAt } from './scope-at.ts';
import { type YamlCursor, yamlCursor } from './yaml-cursor.ts';

/** What completion knows beside the text; read anew for each use. */
export interface Knowledge {
  workspace: Workspace;
  language: Language;
  connections: { name: string; connector: string }[];
  /** The latest flow that could be read. */
  flow: Flow | undefined;
}

const root = flowSchema as unknown as JsonSchema;

/** Completes keys and values of a flow by the schema and the connectors, and names inside `{{ }}`. */
export function flowCompletion(knowledge: () => Knowledge): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const known = knowledge();
    const text = context.state.doc.toString();
    const before = text.slice(Math.max(0, context.pos - 2000), context.pos);
    const expression = openExpression(before);
    if (expression !== undefined) return completeExpression(known, context, expression);
    const cursor = yamlCursor(text, context.pos);
    if (!context.explicit && cursor.from === context.pos && !/[:\s] $/.test(before)) return null;
    const options = cursor.key === undefined ? keys(known, cursor) : values(known, cursor, cursor.key);
    return options.length ? { from: cursor.from, options, validFor: /^[\w.$-]*$/ } : null;
  };
}

function completeExpression(known: Knowledge, context: CompletionContext, expression: string): CompletionResult | null {
  const scope = scopeAt(context.state.doc.toString(), context.pos);
  const { proposals, typed } = expressionProposals(known, scope, expression);
  if (!proposals.length) return null;
  const options = proposals.map(
    ({ label, kind, detail, info }): Completion => ({
      label,
      type: kind,
      detail,
      ...(info !== undefined && { info }),
      boost: kind === 'function' ? -1 : 1,
    }),
  );
  return { from: context.pos - typed, options, validFor: /^\$?[\p{L}\p{N}_]*$/u };
}

function keys(known: Knowledge, cursor: YamlCursor): Completion[] {
  const written = new Set(cursor.siblings.keys());
  const inputs = inputSchema(known, cursor);
  const proposals = inputs
    ? keyProposals(inputs, schemasAt(inputs, [], written), written)
    : keyProposals(root, schemasAt(root, cursor.path, written), written);
  return proposals.map((proposal) => asCompletion(known, proposal, proposal.opens ? ':\n' : ': '));
}

function values(known: Knowledge, cursor: YamlCursor, key: string): Completion[] {
  const inTrigger = cursor.path.length === 1 && cursor.path[0] === 'trigger';
  const at = cursor.path.at(-1);
  if (key === 'use' && (inTrigger || at === '-')) return operations(known, inTrigger ? 'triggers' : 'actions');
  if (key === 'event' && at === 'wait') return operations(known, 'triggers');
  if (key === 'connection') return connections(known, cursor.siblings.get('use'));
  if (key === 'timeZone') return Intl.supportedValuesOf('timeZone').map((label) => ({ label, type: 'constant' }));
  const inputs = inputSchema(known, cursor);
  const schemas = inputs ? schemasAt(inputs, [key], []) : schemasAt(root, [...cursor.path, key], []);
  return valueProposals(schemas).map((proposal) => asCompletion(known, proposal, ''));
}

function operations(known: Knowledge, what: 'triggers' | 'actions'): Completion[] {
  return known.workspace.connectors.flatMap((connector) =>
    connector[what].map((operation) => ({
      label: operation.id.includes('.') ? operation.id : `${connector.id}.${operation.id}`,
      detail: operation.title[known.language],
      info: operation.description[known.language],
      type: 'class',
    })),
  );
}

function connections(known: Knowledge, use: string | undefined): Completion[] {
  const connector = use?.split('.')[0];
  const fitting = known.connections.filter((connection) => !connector || connection.connector === connector);
  return fitting.map(({ name, connector: of }) => ({ label: name, detail: of, type: 'constant' }));
}

/** Schema of the inputs that the cursor's `with` belongs to; undefined elsewhere. */
function inputSchema(known: Knowledge, cursor: YamlCursor): JsonSchema | undefined {
  if (cursor.path.at(-1) !== 'with') return undefined;
  const use = cursor.owner?.get('use')?.replace(/^["']|["']$/g, '');
  const operation = use ? known.workspace.operation(use) : undefined;
  return operation && asSchema(operation.input);
}

function asCompletion({ language }: Knowledge, { label, schema, kind, required }: Proposal, tail: string): Completion {
  const about = keyHelp(schema, language);
  return {
    label,
    type: kind === 'key' ? 'property' : 'enum',
    ...(about ? { info: about } : {}),
    ...(required ? { boost: 1 } : {}),
    apply: tail === ':\n' ? `${label}:` : `${label}${tail}`,
  };
}
