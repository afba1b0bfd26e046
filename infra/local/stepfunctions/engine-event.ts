import type { EngineEvent } from '#flows/engine/execution.ts';
import type { Json, JsonObject } from '#flows/language/json.ts';

const beforeInput = '{"type":"start","input":';

/** A start event for the journal; `input` is JSON text and is kept letter by letter. */
export function writeStart(input: string): string {
  return `${beforeInput}${input}}`;
}

/** The input that writeStart put in. */
export function startInput(event: string): string {
  return event.slice(beforeInput.length, -1);
}

/** The success of a task for the journal; `output` is JSON text. */
export function writeSuccess(task: number, output: string): string {
  return `{"type":"taskSucceeded","task":${task},"output":${output}}`;
}

/** The event that the journal holds; `context` is needed for the start, which the journal keeps without it. */
export function readEvent(
  text: string,
  context: (input: Json) => { Execution: JsonObject; StateMachine: JsonObject },
): EngineEvent {
  const event = JSON.parse(text) as EngineEvent;
  return event.type === 'start' ? { ...event, context: context(event.input) } : event;
}
