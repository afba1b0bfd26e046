import type { Json } from '#flows/language/json.ts';
import { diagnose, refuseWrong } from '#infra/local/stepfunctions/definition/check-definition.ts';
import { type RecordedError, readError } from './recorded-error.ts';
import { skipped } from './unsupported.ts';
import { differs, judged, type Verdict } from './verdict.ts';

/** A definition and whether AWS took it (asl-valid/*.json and asl-invalid/*.json). */
export interface DefinitionCase {
  definition: Json;
  type?: 'STANDARD' | 'EXPRESS' | null;
  expected?: Json;
  expectedError?: RecordedError & { diagnostics?: { code: string; severity: string }[] };
}

/** Accepted, or refused with the code that AWS gave. A definition refused for nothing but JSONPath is skipped. */
export function playDefinitionCase({ definition, type, expectedError }: DefinitionCase): Verdict {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const kind = type ?? 'STANDARD';
  const found = diagnose(text, kind);
  const features = found.map(({ feature }) => feature);
  if (found.length > 0 && features.every((feature) => feature !== undefined)) return skipped(...new Set(features));
  const ours = found.map(({ code }) => code);
  if (!expectedError) return judged(found.length === 0 ? undefined : differs('diagnostics', [], found));
  const { code, message } = readError(expectedError);
  if (code === undefined) {
    const codes = (expectedError.diagnostics ?? [])
      .filter(({ severity }) => severity === 'ERROR')
      .map((diagnostic) => diagnostic.code);
    return judged(codes.some((one) => ours.includes(one)) ? undefined : differs('diagnostics', codes, ours));
  }
  const error = refusalOf(text, kind);
  if (error?.name !== code) return judged(differs('error', code, error?.name ?? 'accepted'));
  return {
    outcome: 'passed',
    ...(message !== error.message && { causeDiffers: differs('message', message, error.message) }),
  };
}

function refusalOf(text: string, type: 'STANDARD' | 'EXPRESS'): Error | undefined {
  try {
    refuseWrong(diagnose(text, type));
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
