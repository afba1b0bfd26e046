import type { Budget } from './budget.ts';

/** Finds where a text begins inside another, from a place on; -1 when it is nowhere. */
export type TextSearch = (text: string, from: number) => number;

/** The language's own search compares so many characters at most for each of the text. */
const shortest = 16;
/** Characters that are looked at before they are paid for. */
const chunk = 8192;

/**
 * A search for one text in time linear in the text it is searched in, whatever both are, paid for while it goes on. The
 * language's own takes the product of both lengths, and nothing can interrupt it (Knuth, Morris and Pratt do neither).
 */
export function textSearch(wanted: string, budget: Budget): TextSearch {
  if (wanted.length <= shortest) {
    return (text, from) => {
      const found = text.indexOf(wanted, from);
      budget.read((found < 0 ? text.length : found + wanted.length) - from);
      return found;
    };
  }
  const borders = bordersOf(wanted, budget);
  return (text, from) => {
    let matched = 0;
    for (let start = from; start < text.length; start += chunk) {
      const end = Math.min(start + chunk, text.length);
      budget.read(end - start);
      for (let at = start; at < end; at++) {
        const code = text.charCodeAt(at);
        while (matched > 0 && code !== wanted.charCodeAt(matched)) matched = borders[matched - 1]!;
        if (code === wanted.charCodeAt(matched)) matched++;
        if (matched === wanted.length) return at - matched + 1;
      }
    }
    return -1;
  };
}

/** For each beginning of a text, how long a shorter beginning is that it also ends with. */
function bordersOf(text: string, budget: Budget): Uint32Array {
  budget.read(text.length);
  const borders = new Uint32Array(text.length);
  for (let at = 1, matched = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    while (matched > 0 && code !== text.charCodeAt(matched)) matched = borders[matched - 1]!;
    if (code === text.charCodeAt(matched)) matched++;
    borders[at] = matched;
  }
  return borders;
}
