import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { Calendar } from '#flows/language/calendar.ts';
import type { Condition, Flow, FlowTrigger } from '#flows/language/flow.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';
import { parseCondition } from '../1-parse/read-condition.ts';
import { bound } from '../bound/bind.ts';
import { comparisonTest, operands } from '../text/condition-text.ts';
import { constantOf, expressionText } from '../text/value-text.ts';

/** One condition as it was judged. `error` tells why an expression had no result; it then counts as false. */
export interface JudgedCondition {
  /** Where it stands: `when.all[1]`, `with.projects`. */
  path: string;
  op: string;
  left?: Json;
  right?: Json;
  result: boolean;
  error?: string;
}

/** What the conditions of a flow say about an event; `conditions` has every one of them in the order of the document. */
export interface Judgement {
  result: boolean;
  conditions: JudgedCondition[];
}

/** Evaluates JSONata with the given variables, as the engine's `evaluate` does. */
export type Evaluate = (source: string, bindings: Readonly<Record<string, unknown>>) => Promise<Json | undefined>;

/** One comparison or expression of a filter, as JSONata that gives a JudgedCondition. */
interface Leaf {
  path: string;
  op: string;
  text: string;
}

/**
 * The filter of a flow's subscription: one JSONata expression over `$trigger`, `$env` and `$run.eventAt` that gives a
 * Judgement. Undefined when every event starts a run.
 */
export function buildFilter({ id, name, trigger }: Flow, catalogue: Catalogue, calendar: Calendar): string | undefined {
  const conditions = [
    ...settingConditions(trigger, catalogue),
    ...(trigger.when ? [{ path: 'when', condition: trigger.when }] : []),
  ];
  if (conditions.length === 0) return undefined;
  const leaves: Leaf[] = [];
  const results = conditions.map(({ path, condition }) => collect(condition, path, leaves));
  const flow = `$flow := ${JSON.stringify({ id, name })}`;
  const named = leaves.map((leaf) =>
    leaf.text.includes('$flow') ? { ...leaf, text: `(${flow}; ${leaf.text})` } : leaf,
  );
  return assemble(named, results.join(' and '), calendar);
}

/** A condition that is judged later, over the variables it names: one JSONata expression that gives a Judgement. */
export function buildMatch(condition: Condition, calendar: Calendar): string {
  const leaves: Leaf[] = [];
  const result = collect(condition, 'match', leaves);
  return assemble(leaves, result, calendar);
}

/** What `filter` says about an event that happened at `eventAt` (ISO 8601). A failing expression does not throw. */
export function judge(
  filter: string,
  trigger: Json,
  env: JsonObject,
  eventAt: string,
  evaluate: Evaluate,
): Promise<Judgement> {
  return judgeFilter(filter, { trigger, env, run: { eventAt } }, evaluate);
}

/** What one condition of a step says, with the variables the step sees; `path` names it (`if`). */
export function judgeCondition(
  condition: Condition,
  path: string,
  bindings: Readonly<Record<string, unknown>>,
  calendar: Calendar,
  evaluate: Evaluate,
): Promise<Judgement> {
  const leaves: Leaf[] = [];
  const result = collect(condition, path, leaves);
  return judgeFilter(assemble(leaves, result, calendar), bindings, evaluate);
}

/** What a filter or match says with its variables bound. A failing expression counts as false and does not throw. */
export async function judgeFilter(
  filter: string,
  bindings: Readonly<Record<string, unknown>>,
  evaluate: Evaluate,
): Promise<Judgement> {
  let text: string | undefined = filter;
  let reason = '';
  while (text !== undefined) {
    try {
      return (await evaluate(text, bindings)) as unknown as Judgement;
    } catch (error) {
      reason = (error as Error).message;
      text = withoutFailed(text, (error as { position?: number }).position, reason);
    }
  }
  return { result: false, conditions: [{ path: 'when', op: 'expression', result: false, error: reason }] };
}

/** The conditions that stand for the trigger's settings, each under the setting it came from. */
function settingConditions({ use, with: settings }: FlowTrigger, catalogue: Catalogue) {
  const trigger = operationOf(catalogue, use, 'triggers');
  const given = constantOf(settings) as JsonObject | undefined;
  if (!trigger?.filter || !given) return [];
  const documents = (input: JsonObject): Json[] => {
    const read = trigger.input.safeParse(input);
    return read.success ? (trigger.filter?.(read.data) ?? []) : [];
  };
  const origins = Object.entries(given).map(([setting, value]) => ({
    setting,
    documents: documents({ [setting]: value }).map((document) => JSON.stringify(document)),
  }));
  return documents(given).flatMap((document) => {
    const origin = origins.find((each) => each.documents.includes(JSON.stringify(document)));
    const { condition } = parseCondition(document);
    return condition ? [{ path: origin ? `with.${origin.setting}` : 'with', condition }] : [];
  });
}

/** Adds the condition's comparisons to `leaves` and returns JSONata of its result. */
function collect(condition: Condition, path: string, leaves: Leaf[]): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const results = condition.of.map((each, index) => collect(each, `${path}.${condition.kind}[${index}]`, leaves));
      return `(${results.join(condition.kind === 'all' ? ' and ' : ' or ')})`;
    }
    case 'not':
      return `$not(${collect(condition.of, `${path}.not`, leaves)})`;
    case 'compare': {
      const { left, right } = operands(condition);
      const judged = `{"path": ${JSON.stringify(path)}, "op": "${condition.op}", "left": $l, ${right === undefined ? '' : '"right": $r, '}"result": (${comparisonTest(condition)})}`;
      const text =
        right === undefined
          ? `function($l) { ${judged} }(${left})`
          : `function($l, $r) { ${judged} }(${left}, ${right})`;
      return `$c${leaves.push({ path, op: condition.op, text }) - 1}.result`;
    }
    case 'expression': {
      const judged = `{"path": ${JSON.stringify(path)}, "op": "expression", "left": $l, "result": ($l ? true : false)}`;
      const text = `function($l) { ${judged} }(${expressionText(condition.expression)})`;
      return `$c${leaves.push({ path, op: 'expression', text }) - 1}.result`;
    }
  }
}

// A comment at the front tells the parts and where each ends, so that a failure's position leads to its condition.
function assemble(leaves: Leaf[], result: string, calendar: Calendar): string {
  const texts = leaves.map(({ text }, index) => `$c${index} := ${bound(text, calendar)}; `);
  const marks = leaves.map(({ path, op }, index) => [path, op, texts[index]?.length]);
  const list = leaves.map((_, index) => `$c${index}`).join(', ');
  return `/*${JSON.stringify(marks)}*/(${texts.join('')}{"result": ${result}, "conditions": [${list}]})`;
}

/** The filter with the part at `position` replaced by its refusal; undefined when the position is in none. */
function withoutFailed(filter: string, position: number | undefined, error: string): string | undefined {
  const end = filter.indexOf('*/');
  const marks = JSON.parse(filter.slice(2, end)) as [path: string, op: string, length: number][];
  let start = end + 3;
  for (const [index, [path, op, length]] of marks.entries()) {
    if (position !== undefined && position >= start && position < start + length) {
      const refusal = `$c${index} := ${JSON.stringify({ path, op, result: false, error })}; `;
      const newMarks = marks.map((mark, other) => (other === index ? [path, op, refusal.length] : mark));
      return `/*${JSON.stringify(newMarks)}*/(${filter.slice(end + 3, start)}${refusal}${filter.slice(start + length)}`;
    }
    start += length;
  }
  return undefined;
}
