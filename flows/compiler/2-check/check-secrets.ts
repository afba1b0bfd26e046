import { eachStep } from '#flows/language/each-step.ts';
import type { Value } from '#flows/language/flow.ts';
import type { Checking } from './checking.ts';

/** Names under which APIs take credentials. */
const secretName =
  /^(authorization|proxy-authorization|cookie|sig|signature)$|(^|[-_])(api[-_]?key|apikey|access[-_]?key|auth[-_]?key|functions[-_]?key|subscription[-_]?key|private[-_]?key|token|secret|passwd|password)$/i;

/** What credentials of well-known vendors and schemes look like, wherever they stand. */
const secretValue =
  /^(bearer|basic|token)\s+[\w.~+/=-]{8,}$|^(sk|pk|rk)_(live|test)_\w{10,}$|^gh[pousr]_\w{20,}$|^github_pat_\w{20,}$|^glpat-[\w-]{15,}$|^xox[abprs]-[\w-]{10,}$|^sk-[\w-]{20,}$|^(AKIA|ASIA)[A-Z0-9]{16}$|^AIza[\w-]{30,}$|^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*$/i;

/** Inputs whose fields become headers and parameters of a request. */
const carriers = ['headers', 'query'];

/**
 * Finds credentials that an author wrote into a request: the text of a flow is shown to everybody who may see flows, and
 * its inputs stand in the record of each run.
 */
export function checkSecrets({ flow, report }: Checking): void {
  for (const step of eachStep(flow.steps)) {
    if (step.kind !== 'action') continue;
    for (const { key, value } of step.with.entries) {
      if (key === 'url' && hasSecret(written(value))) report('secretInFlow', { field: key }, value.pointer);
      if (!carriers.includes(key) || value.kind !== 'object') continue;
      for (const { key: name, value: given } of value.entries) {
        if (isSecret(name, written(given))) report('secretInFlow', { field: name }, given.pointer);
      }
    }
  }
}

function isSecret(name: string, text: string): boolean {
  if (secretValue.test(text.trim())) return true;
  // A scheme alone is what stands before an expression.
  return secretName.test(name) && text.replace(/^\s*(bearer|basic|token)\b/i, '').trim() !== '';
}

/** Whether an address holds a password, or a credential among its parameters. */
function hasSecret(url: string): boolean {
  if (/^[a-z]+:\/\/[^/?#@]*:[^/?#@]+@/i.test(url)) return true;
  const [, query = ''] = url.split('?', 2);
  return [...new URLSearchParams(query)].some(([name, value]) => isSecret(name, value));
}

/** What of a value its author wrote out: all but what expressions give; of those a text that is all there is to them. */
function written(value: Value): string {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : '';
  if (value.kind === 'expression') return /^\s*(["'])([^"']*)\1\s*$/.exec(value.expression.source)?.[2] ?? '';
  if (value.kind !== 'text') return '';
  return value.parts.map((part) => (typeof part === 'string' ? part : '')).join('');
}
