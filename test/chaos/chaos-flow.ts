import type { Json } from '#flows/language/json.ts';

/** What must have become of one event when all is over. */
export interface Expected {
  /** `none`: the flow's condition rejects the event. */
  status: 'none' | 'succeeded' | 'failed';
  output?: Json;
  /** Every message the vendor must have taken, once each: its path and its body as JSON text. */
  messages: string[];
  /** Every run that the event's run calls: its flow and how it ends. */
  calls?: string[];
}

/** A flow of the load and what it does with the event `{ n }`. */
export interface ChaosFlow {
  id: string;
  source: string;
  /** Whether the sender waits for the flow's answer. */
  answers?: true;
  expected(n: number): Expected;
}

/** A message as the vendor takes it. */
export function message(path: string, body: object): string {
  return `/${path} ${JSON.stringify(body)}`;
}

/** A step, as YAML on one line, that sends `body` (members of a YAML map) to `path` of the vendor at `url`. */
export function send(id: string, url: string, path: string, body: string, more = ''): string {
  return `{ id: ${id}, use: http.request, with: { method: POST, url: "${url}/${path}", body: { ${body} } }${more} }`;
}

/** The number of the event, as a member of `body`. */
export const n = 'n: "{{ $trigger.body.n }}"';
