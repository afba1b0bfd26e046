import { documentShapes } from '#flows/language/document.ts';
import { nested } from './read-shape.ts';

/** The nodes of a document looked at one level deep. */
export const shapes = documentShapes({
  trigger: nested,
  steps: nested,
  branches: nested,
  condition: nested,
  conditions: nested,
  expression: nested,
  value: nested,
  values: nested,
  wait: nested,
  callback: nested,
  repeat: nested,
  concurrency: nested,
});
