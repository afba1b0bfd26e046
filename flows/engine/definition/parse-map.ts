import type { Json } from '#flows/language/json.ts';
import { dataLimit } from '#flows/language/json-size.ts';
import { checkFields } from './check-fields.ts';
import {
  inside,
  numberTemplate,
  oneOf,
  percentageTemplate,
  type Reader,
  refuse,
  template,
  text,
  typedTemplate,
} from './definition-reader.ts';
import type { Block, MapState } from './machine.ts';
import { parseCaught } from './parse-caught.ts';
import { onlyOne, parseLeave } from './parse-leave.ts';
import { parseObjects } from './parse-map-objects.ts';

/** Prepares a Map; `parseBlock` prepares what it does with each item. */
export function parseMap(reader: Reader, name: string, parseBlock: (body: Reader) => Block): MapState {
  const { fields } = reader;
  if (fields.ItemProcessor !== undefined && fields.Iterator !== undefined) {
    refuse(reader, onlyOne('ItemProcessor', 'Iterator'));
  }
  const body = fields.Iterator === undefined ? 'ItemProcessor' : 'Iterator';
  if (fields[body] === undefined) refuse(reader, 'These fields are required: [ItemProcessor]');
  const processor = inside(reader, fields[body] ?? {}, body);
  const distributed = parseMode(processor) === 'DISTRIBUTED';
  const batcher =
    fields.ItemBatcher === undefined
      ? undefined
      : { ...inside(reader, fields.ItemBatcher, 'ItemBatcher'), prefix: 'ItemBatcher/' };
  if (batcher && !distributed)
    refuse(reader, "Field 'ItemBatcher' is only supported for distributed maps", 'ItemBatcher');
  const { itemReader, resultWriter } = parseObjects(reader, distributed);
  return {
    type: 'Map',
    name,
    ...parseCaught(reader),
    leave: parseLeave(reader, true),
    items: typedTemplate(reader, 'Items', distributed ? 'array or object' : 'array'),
    itemSelector: template(reader, 'ItemSelector'),
    processor: fields[body] === undefined ? { startAt: '', states: {} } : parseBlock(processor),
    distributed,
    label: parseLabel(reader),
    maxConcurrency: numberTemplate(reader, 'MaxConcurrency', 0),
    toleratedCount: numberTemplate(reader, 'ToleratedFailureCount', 0),
    toleratedPercentage: percentageTemplate(reader, 'ToleratedFailurePercentage'),
    batcher: batcher && parseBatcher(batcher),
    reader: itemReader,
    writer: resultWriter,
    jsonata: reader.jsonata,
  };
}

function parseMode(processor: Reader): Json | undefined {
  if (processor.fields.ProcessorConfig === undefined) return undefined;
  const config = inside(processor, processor.fields.ProcessorConfig, 'ProcessorConfig');
  const { Mode, ExecutionType } = config.fields;
  checkFields(config, ['Mode', 'ExecutionType']);
  oneOf(config, 'Mode', ['INLINE', 'DISTRIBUTED']);
  oneOf(config, 'ExecutionType', ['STANDARD', 'EXPRESS']);
  if (Mode === 'DISTRIBUTED' && ExecutionType === undefined) {
    refuse(config, 'These fields are required: [ExecutionType]');
  }
  return Mode;
}

function parseBatcher(reader: Reader): MapState['batcher'] {
  const limits = ['MaxItemsPerBatch', 'MaxInputBytesPerBatch'];
  checkFields(reader, [...limits, 'BatchInput']);
  if (limits.every((field) => reader.fields[field] === undefined)) {
    refuse(reader, `There should be at least one of the following fields: [${limits.join(', ')}]`);
  }
  return {
    maxItems: numberTemplate(reader, 'MaxItemsPerBatch', 0),
    maxBytes: numberTemplate(reader, 'MaxInputBytesPerBatch', 0, dataLimit),
    input: template(reader, 'BatchInput'),
  };
}

function parseLabel(reader: Reader): string | undefined {
  const label = text(reader, 'Label');
  // https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  if (label !== undefined && !/^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(label)) {
    refuse(reader, `Invalid Label name: ${label}`, 'Label', 'INVALID_LABEL_NAME');
  }
  return label;
}
