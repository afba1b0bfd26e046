import type { Condition, Value } from '#flows/language/flow.ts';
import type { App } from '../app/app.svelte.ts';

/** A condition in one line: `priority.name in High, Highest · status changed to Blocked`. */
export function conditionWords(app: App, condition: Condition): string {
  switch (condition.kind) {
    case 'all':
      return condition.of.map((each) => conditionWords(app, each)).join(' · ');
    case 'any':
      return condition.of.map((each) => conditionWords(app, each)).join(` ${app.t('condition.or')} `);
    case 'not':
      return `${app.t('condition.not')} (${conditionWords(app, condition.of)})`;
    case 'expression':
      return condition.expression.source.trim();
    case 'compare': {
      const op = app.language.find(`condition.op.${condition.op}`, {}, condition.op);
      const right = condition.right ? ` ${valueWords(condition.right)}` : '';
      return `${valueWords(condition.left)} ${op}${right}`;
    }
  }
}

/** A value in one line; a path into the event or a step loses its first part, which the reader can see. */
export function valueWords(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? value.value : JSON.stringify(value.value);
    case 'expression':
      return expressionWords(value.expression.source);
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : expressionWords(part.source))).join('');
    case 'list':
      return value.items.map(valueWords).join(', ');
    case 'object':
      return value.entries.map((entry) => `${entry.key}: ${valueWords(entry.value)}`).join(', ');
  }
}

function expressionWords(source: string): string {
  const trimmed = source.trim();
  return trimmed.replace(/^\$trigger\.(?:issue\.fields\.|body\.)?(?=[\w.]+$)/, '').replace(/^\$(?=[\w.]+$)/, '');
}
