import { type Reader, refuse, text } from './definition-reader.ts';

/** Fields of states, and of what is inside them, that only JSONPath has. */
export const jsonPathOnly = [
  ...['InputPath', 'OutputPath', 'ResultPath', 'Parameters', 'ResultSelector', 'Result'],
  ...['SecondsPath', 'TimestampPath', 'TimeoutSecondsPath', 'HeartbeatSecondsPath', 'ErrorPath', 'CausePath'],
  ...['ItemsPath', 'MaxConcurrencyPath', 'ToleratedFailureCountPath', 'ToleratedFailurePercentagePath'],
  ...['MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'],
  ...['Variable', 'And', 'Or', 'Not'],
];
const jsonataOnly = ['Arguments', 'Output', 'Items', 'Condition'];

/** Notes each field that an object of a definition does not have in its query language. All may have a comment. */
export function checkFields(reader: Reader, allowed: readonly string[]): void {
  for (const field of Object.keys(reader.fields)) {
    if (reader.jsonata && jsonPathOnly.includes(field)) {
      refuse(reader, otherLanguage('JSONata', field, 'JSONPath'));
    } else if (!reader.jsonata && jsonataOnly.includes(field)) {
      refuse(reader, otherLanguage('JSONPath', field, 'JSONata'));
    } else if (field !== 'Comment' && !allowed.includes(field)) {
      refuse(reader, `Field '${field}' is not supported`);
    }
  }
  text(reader, 'Comment');
}

function otherLanguage(language: string, field: string, other: string): string {
  return `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
}
