import type { Step } from '#flows/language/flow.ts';
import type { Drawing, DrawnLabel, Point, Walked } from './drawing.ts';

const cardWidth = 276;
const cardHeight = 58;
/** Between two cards in a row. */
const gap = 34;
const columnGap = 40;
/** From a card to the line that spreads into columns, and from there to the columns. */
const spread = 26;
const labelRoom = 46;
const emptyWidth = 120;

/** A part of a drawing that is measured before it is placed. Lines enter and leave at `axis`, from the left. */
export interface Block {
  width: number;
  height: number;
  axis: number;
  /** False when nothing follows it: all its ways stop. */
  open: boolean;
  /** First step in it, which is reached when the block is; undefined when it is empty. */
  first: string | undefined;
  /** Last step in it, after which the block is left; undefined when it is empty. */
  last: string | undefined;
  /** `followed`: something comes after it, so that its ways join again. */
  draw(x: number, y: number, drawing: Drawing, followed: boolean): void;
}

export interface Column {
  label: Pick<DrawnLabel, 'text' | 'word'>;
  block: Block;
  dashed: boolean;
}

/** One card. */
export function card(id: string, step: Step | undefined): Block {
  return {
    width: cardWidth,
    height: cardHeight,
    axis: cardWidth / 2,
    open: step?.kind !== 'stop',
    first: id,
    last: id,
    draw: (x, y, drawing) => drawing.steps.push({ id, step, x, y, width: cardWidth, height: cardHeight }),
  };
}

/** Nothing but a line through. */
export function emptyBlock(): Block {
  return {
    width: emptyWidth,
    height: 0,
    axis: emptyWidth / 2,
    open: true,
    first: undefined,
    last: undefined,
    draw() {},
  };
}

/** Blocks below each other, joined by lines. */
export function stack(blocks: Block[]): Block {
  if (blocks.length === 0) return emptyBlock();
  const axis = Math.max(...blocks.map((block) => block.axis));
  const right = Math.max(...blocks.map((block) => block.width - block.axis));
  const height = blocks.reduce((sum, block) => sum + block.height, gap * (blocks.length - 1));
  return {
    width: axis + right,
    height,
    axis,
    open: blocks.every((block) => block.open),
    first: blocks[0]!.first,
    last: blocks.at(-1)!.last,
    draw(x, y, drawing, followed) {
      let top = y;
      for (const [i, block] of blocks.entries()) {
        const next = blocks[i + 1];
        block.draw(x + axis - block.axis, top, drawing, next !== undefined || followed);
        const bottom = top + block.height;
        if (next && block.open) {
          const walked = { reached: [next.first ?? ''], done: [], not: [] };
          line(
            drawing,
            [
              { x: x + axis, y: bottom },
              { x: x + axis, y: bottom + gap },
            ],
            walked,
            { arrow: true },
          );
        }
        top = bottom + gap;
      }
    },
  };
}

/** A card whose line spreads into columns and joins again below them. */
export function fork(head: Block, columns: Column[]): Block {
  const widths = columns.map((column) => column.block.width);
  const bodyWidth = widths.reduce((sum, width) => sum + width, columnGap * (columns.length - 1));
  const lefts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width + columnGap, 0));
  const axes = columns.map((column, i) => lefts[i]! + column.block.axis);
  const middle = (axes[0]! + axes.at(-1)!) / 2;
  const axis = Math.max(middle, head.axis);
  const shift = axis - middle;
  const bodyHeight = Math.max(...columns.map((column) => column.block.height));
  const open = columns.some((column) => column.block.open);
  const top = head.height + spread + labelRoom;
  return {
    width: Math.max(shift + bodyWidth, axis + head.width - head.axis),
    height: top + bodyHeight + (open ? spread : 0),
    axis,
    open,
    first: head.first,
    last: head.last,
    draw(x, y, drawing, followed) {
      head.draw(x + axis - head.axis, y, drawing, true);
      const start = { x: x + axis, y: y + head.height };
      const end = { x: x + axis, y: y + top + bodyHeight + spread };
      for (const [i, { label, block, dashed }] of columns.entries()) {
        const at = { x: x + shift + axes[i]!, y: y + top };
        const others = columns.filter((_, other) => other !== i).flatMap((column) => column.block.first ?? []);
        const reached = [block.first ?? head.first ?? ''];
        const not = block.first ? [] : others;
        const arrow = block.first !== undefined;
        line(drawing, bend(start, at, start.y + spread), { reached, done: [], not }, { dashed, arrow });
        block.draw(at.x - block.axis, at.y, drawing, followed);
        drawing.labels.push({ x: at.x, y: start.y + spread + 20, ...label });
        if (!block.open || !followed) continue;
        const done = block.last ? [block.last] : [];
        const bottom = { x: at.x, y: at.y + block.height };
        line(drawing, bend(bottom, end, end.y - spread / 2), { reached, done, not }, { dashed });
      }
    },
  };
}

/** A card with its steps inside a border below it. */
export function loop(head: Block, body: Block): Block {
  const side = 18;
  const frameWidth = Math.max(body.width, head.width) + side * 2;
  const axis = Math.max(body.axis, head.axis) + side;
  const top = head.height / 2;
  const height = head.height + gap + body.height + side;
  return {
    width: Math.max(frameWidth, axis + body.width - body.axis + side),
    height,
    axis,
    open: true,
    first: head.first,
    last: head.last,
    draw(x, y, drawing) {
      const width = Math.max(frameWidth, axis + body.width - body.axis + side);
      drawing.frames.push({ x, y: y + top, width, height: height - top });
      head.draw(x + axis - head.axis, y, drawing, true);
      const from = { x: x + axis, y: y + head.height };
      if (body.first) {
        line(
          drawing,
          [from, { x: from.x, y: from.y + gap }],
          { reached: [body.first], done: [], not: [] },
          { arrow: true },
        );
      }
      body.draw(x + axis - body.axis, y + head.height + gap, drawing, false);
    },
  };
}

function line(
  drawing: Drawing,
  points: Point[],
  walked: Walked,
  how: { dashed?: boolean; arrow?: boolean } = {},
): void {
  drawing.lines.push({ points, walked, dashed: how.dashed ?? false, arrow: how.arrow ?? false });
}

/** From one point down, across at `y`, and down to the other. */
function bend(from: Point, to: Point, y: number): Point[] {
  return from.x === to.x ? [from, to] : [from, { x: from.x, y }, { x: to.x, y }, to];
}
