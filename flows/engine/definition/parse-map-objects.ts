import { checkFields } from './check-fields.ts';
import {
  inside,
  numberTemplate,
  oneOf,
  type Reader,
  refuse,
  refuseUnsupported,
  template,
  text,
  typedTemplate,
} from './definition-reader.ts';
import type { ItemReader, ResultWriter } from './machine.ts';
import { onlyOne } from './parse-leave.ts';

/**
 * Where a distributed Map reads its items from and writes its results to.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html,
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function parseObjects(
  reader: Reader,
  distributed: boolean,
): { itemReader: ItemReader | undefined; resultWriter: ResultWriter | undefined } {
  const parsed = {
    itemReader: reader.fields.ItemReader === undefined ? undefined : parseReader(reader),
    resultWriter: reader.fields.ResultWriter === undefined ? undefined : parseWriter(reader),
  };
  if (distributed) return parsed;
  for (const field of ['ItemReader', 'ResultWriter']) {
    if (reader.fields[field] !== undefined)
      refuse(reader, `Field '${field}' is only supported for distributed maps`, field);
  }
  return { itemReader: undefined, resultWriter: undefined };
}

function parseReader(outer: Reader): ItemReader | undefined {
  if (outer.fields.Items !== undefined) refuse(outer, onlyOne('Items', 'ItemReader'));
  const reader = { ...inside(outer, outer.fields.ItemReader, 'ItemReader'), prefix: 'ItemReader/' };
  checkFields(reader, ['Resource', 'Arguments', 'ReaderConfig']);
  const config = { ...inside(reader, reader.fields.ReaderConfig ?? {}, 'ReaderConfig') };
  checkFields(config, ['InputType', 'ItemsPointer', 'MaxItems', 'CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter']);
  oneOf(config, 'InputType', ['CSV', 'JSON', 'JSONL', 'MANIFEST', 'PARQUET']);
  const { InputType = 'JSON' } = config.fields;
  const resource = text(reader, 'Resource');
  if (resource !== undefined && !resource.endsWith(':s3:getObject')) {
    refuseUnsupported(reader, 'ItemReader', `The resource ${resource} of an ItemReader is not supported`, 'Resource');
  }
  if (InputType !== 'JSON' && InputType !== 'JSONL') {
    refuseUnsupported(config, 'ItemReader', `InputType ${String(InputType)} is not supported`, 'InputType');
    return undefined;
  }
  return {
    arguments: template(reader, 'Arguments') ?? { kind: 'constant', value: {} },
    inputType: InputType,
    pointer: typedTemplate(config, 'ItemsPointer', 'string'),
    maxItems: numberTemplate(config, 'MaxItems', 0),
  };
}

function parseWriter(outer: Reader): ResultWriter {
  const reader = { ...inside(outer, outer.fields.ResultWriter, 'ResultWriter'), prefix: 'ResultWriter/' };
  checkFields(reader, ['Resource', 'Arguments', 'WriterConfig']);
  const exports = reader.fields.Resource !== undefined || reader.fields.Arguments !== undefined;
  if (!exports && reader.fields.WriterConfig === undefined) {
    refuse(reader, 'There should be at least one of the following fields: [WriterConfig, Resource]');
  }
  const config = inside(reader, reader.fields.WriterConfig ?? {}, 'WriterConfig');
  checkFields(config, ['Transformation', 'OutputType']);
  oneOf(config, 'Transformation', ['NONE', 'COMPACT', 'FLATTEN']);
  oneOf(config, 'OutputType', ['JSON', 'JSONL']);
  const { Transformation = 'NONE', OutputType = 'JSON' } = config.fields;
  const resource = text(reader, 'Resource');
  if (resource !== undefined && !resource.endsWith(':s3:putObject')) {
    refuseUnsupported(
      reader,
      'ResultWriter',
      `The resource ${resource} of a ResultWriter is not supported`,
      'Resource',
    );
  }
  return {
    arguments: exports ? (template(reader, 'Arguments') ?? { kind: 'constant', value: {} }) : undefined,
    transformation: Transformation as ResultWriter['transformation'],
    outputType: OutputType as ResultWriter['outputType'],
  };
}
