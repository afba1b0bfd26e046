import type { Json } from '#flows/language/json.ts';
import { diagnose } from '#infra/local/stepfunctions/check-definition.ts';
import { differs, judged, type Verdict } from './verdict.ts';

/** A definition and whether AWS took it (asl-valid/*.json and asl-invalid/*.json). */
export interface DefinitionCase {
  definition: Json;
  type?: 'STANDARD' | 'EXPRESS' | null;
  expected?: Json;
  expectedError?: {
    exception_typename?: string;
    Error?: { Code: string };
    diagnostics?: { code: string; severity: string }[];
  };
}

/** Accepted, or refused with the code that AWS gave. A definition refused for nothing but JSONPath is skipped. */
export function playDefinitionCase({ definition, type, expectedError }: DefinitionCase): Verdict {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const found = diagnose(text, type ?? 'STANDARD').map(({ code }) => code as string);
  if (found.length > 0 && found.every((code) => code === 'UNSUPPORTED')) {
    return { outcome: 'skipped', why: 'uses what the engine declares as not supported' };
  }
  if (!expectedError) return judged(found.length === 0 ? undefined : differs('diagnostics', [], found));
  const creating = expectedError.exception_typename ?? expectedError.Error?.Code;
  if (creating !== undefined) return judged(found.length > 0 ? undefined : differs('error', creating, 'accepted'));
  const codes = (expectedError.diagnostics ?? [])
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code }) => code);
  return judged(codes.some((code) => found.includes(code)) ? undefined : differs('diagnostics', codes, found));
}
