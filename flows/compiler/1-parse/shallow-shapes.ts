import { documentShapes } from '#flows/language/document.ts';
import type { DocumentParts } from '#flows/language/document-parts.ts';
import { nested } from './read-shape.ts';

const parts: DocumentParts<typeof nested> = {
  trigger: nested,
  steps: nested,
  branches: nested,
  condition: nested,
  conditions: nested,
  expression: nested,
  value: nested,
  values: nested,
  concurrency: nested,
  inner: () => nested,
};

/** The nodes of a document looked at one level deep. */
export const shapes = documentShapes(parts);

const made = new Map<unknown, unknown>();

/** The same of an object inside another; each is made once. */
export function shallow<T>(shape: (parts: DocumentParts) => T): T {
  if (!made.has(shape)) made.set(shape, shape(parts));
  return made.get(shape) as T;
}
