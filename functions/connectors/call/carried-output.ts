import { parseFlow } from '#flows/compiler/1-parse/parse.ts';
import { fieldsRead } from '#flows/compiler/fields-read.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import { type Fields, heaviestField, keepFields } from '#flows/language/fields.ts';
import type { Json } from '#flows/language/json.ts';
import type { StoredVersion } from '#functions/store/version.ts';

/** Bytes up to which an output goes on as it is. */
const smallOutput = 128 * 1024;

/** Bytes that Step Functions can carry from a step. */
export const outputLimit = 256 * 1024;

/** Where the text of a flow is found: what a step's output goes on to. */
export interface FlowTexts {
  version(flow: string, version: number): Promise<Pick<StoredVersion, 'source' | 'format'> | undefined>;
}

/** What goes on to the steps that follow, and the JSON text of the whole when that is only a part of it. */
export interface CarriedOutput {
  output: Json;
  whole?: string;
}

/**
 * What of an output goes on: all of it, or of a large one only the fields that the flow's expressions name, so that
 * every expression gives what it would give for the whole. `text` is the output as JSON. Throws ConnectorError
 * InvalidInput when the flow reads more than a step can carry.
 */
export async function carriedOutput(
  output: Json,
  text: string,
  payload: TaskPayload,
  texts: FlowTexts,
): Promise<CarriedOutput> {
  const size = Buffer.byteLength(text);
  if (size <= smallOutput) return { output };
  const fields = await fieldsOf(payload, texts);
  const kept = keepFields(output, fields);
  const keptText = JSON.stringify(kept);
  const keptSize = Buffer.byteLength(keptText);
  if (keptSize <= outputLimit) return keptText === text ? { output } : { output: kept, whole: text };
  if (size <= outputLimit) return { output };
  const heaviest = heaviestField(output, fields);
  throw new ConnectorError('InvalidInput', {
    id: 'readsTooMuch',
    params: {
      size: kilobytes(size),
      limit: kilobytes(outputLimit),
      read: `$${payload.step}${heaviest === '' ? '' : `.${heaviest}`}`,
    },
  });
}

async function fieldsOf({ flow, version, step, lists }: TaskPayload, texts: FlowTexts): Promise<Fields> {
  const text = await texts.version(flow, version);
  const parsed = text && parseFlow(text.source, text.format).flow;
  return parsed
    ? fieldsRead(
        parsed,
        step,
        lists?.map(({ fields }) => fields),
      )
    : 'all';
}

function kilobytes(bytes: number): number {
  return Math.ceil(bytes / 1024);
}
