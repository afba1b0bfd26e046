import { createRequire } from 'node:module';
import type { Json, JsonObject } from '#flows/language/json.ts';

const validate = createRequire(import.meta.url)('asl-validator') as (definition: Json) => {
  isValid: boolean;
  errorsText(separator: string): string;
};

/** What is wrong with a definition, empty when nothing is: asl-validator's findings, and names given twice. */
export function aslProblems(definition: JsonObject): string {
  const { isValid, errorsText } = validate(singleLines(definition));
  const names = stateNames(definition);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...(isValid ? [] : [errorsText('\n')]), ...twice.map((name) => `two states are named ${name}`)].join('\n');
}

/** The names of all states, those in branches and loops too. */
export function stateNames(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(stateNames);
  if (value === null || typeof value !== 'object') return [];
  const inner = Object.values(value).flatMap(stateNames);
  return value.States ? [...Object.keys(value.States as JsonObject), ...inner] : inner;
}

// The validator's pattern for expressions ends at a line break, which Step Functions takes.
function singleLines(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('\n', ' ');
  if (Array.isArray(value)) return value.map(singleLines);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, singleLines(item)]));
}
