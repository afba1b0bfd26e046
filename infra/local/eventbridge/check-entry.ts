import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import type { Json } from '#flows/language/json.ts';

const required = ['Source', 'DetailType', 'Detail'] as const;

/** What is wrong with one entry in EventBridge's words, or its detail. `trusted` senders may speak as `aws.`. */
export function checkEntry(
  entry: PutEventsRequestEntry,
  buses: ReadonlySet<string>,
  trusted: boolean,
): { error: PutEventsResultEntry } | { detail: Json } {
  for (const name of required) {
    if (!entry[name]) {
      return refuse('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  if (!trusted && entry.Source!.startsWith('aws.')) {
    return refuse('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  const bus = busName(entry);
  // AWS drops such an event without a word; here the sender is told, for on one machine it is always a mistake.
  if (!buses.has(bus)) return refuse('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
  try {
    const detail: Json = JSON.parse(entry.Detail!);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return { detail };
  } catch {
    // Falls through to the same answer as a detail that is no object.
  }
  return refuse('MalformedDetail', 'Detail is malformed.');
}

/** The bus of an entry: its name, or the end of its ARN. */
export function busName({ EventBusName }: PutEventsRequestEntry): string {
  if (!EventBusName) return 'default';
  return EventBusName.startsWith('arn:') ? EventBusName.slice(EventBusName.lastIndexOf('/') + 1) : EventBusName;
}

/** Bytes of an entry as EventBridge counts them. */
export function entrySize({ Time, Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  return texts.reduce((size, text) => size + Buffer.byteLength(text ?? ''), Time ? 14 : 0);
}

function refuse(ErrorCode: string, ErrorMessage: string): { error: PutEventsResultEntry } {
  return { error: { ErrorCode, ErrorMessage } };
}
