import type { Scalar } from './formula.ts';

/** What was typed: a number when it is written just as a number is shown again, so that typing goes on, else the text. */
export function typedScalar(text: string): Scalar {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : text;
}
