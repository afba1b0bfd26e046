import type { EngineEvent } from '#flows/engine/execution.ts';
import type { JsonObject } from '#flows/language/json.ts';

const beforeInput = '{"type":"start","input":';

/** A start event for the journal; `input` is JSON text and is kept letter by letter. */
export function writeStart(input: string): string {
  return `${beforeInput}${input}}`;
}

/** The input that writeStart put in; undefined when the event is damaged. */
export function startInput(event: string | undefined): string | undefined {
  return event?.startsWith(beforeInput) ? event.slice(beforeInput.length, -1) : undefined;
}

/** What a task's call answered, for the journal; `output` is JSON text. */
export function writeAnswer(type: 'taskSucceeded' | 'taskSubmitted', task: number, output: string): string {
  return `{"type":"${type}","task":${task},"output":${output}}`;
}

/** The event that the journal holds; `context` is needed for the start, which the journal keeps without it. */
export function readEvent(text: string, context: { Execution: JsonObject; StateMachine: JsonObject }): EngineEvent {
  const event = JSON.parse(text) as EngineEvent;
  return event.type === 'start' ? { ...event, context } : event;
}
