import { chipsOf } from './chip.ts';

/** The names of variables in the expressions of a text, those of functions among them. */
export function namedIn(text: string): Set<string> {
  const names = chipsOf(text).flatMap(({ source }) => [...source.matchAll(/\$([\p{L}_][\p{L}\p{N}_]*)/gu)]);
  return new Set(names.map(([, name = '']) => name));
}
