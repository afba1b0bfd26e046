/** A part of a text, and where it is on the screen. */
export interface Spot {
  from: number;
  to: number;
  box: { left: number; right: number; top: number; bottom: number };
}
