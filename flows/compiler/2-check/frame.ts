import type { Known } from '../shape/shape.ts';

/** Variables that an expression itself assigns, each within the block that does. */
export class Frame {
  private readonly variables = new Map<string, Known>();
  private readonly outer: Frame | undefined;

  constructor(outer?: Frame) {
    this.outer = outer;
  }

  set(name: string, known: Known): void {
    this.variables.set(name, known);
  }

  get(name: string): Known | undefined {
    return this.variables.get(name) ?? this.outer?.get(name);
  }
}
