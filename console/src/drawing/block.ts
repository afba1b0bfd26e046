import type { Gap } from '#flows/editing/command.ts';
import type { Drawing, DrawnLabel, DrawnStep, Point, Walked } from './drawing.ts';

const cardWidth = 276;
const cardHeight = 58;
/** Between two cards in a row. */
const between = 36;
const columnGap = 40;
/** From a card to the line that spreads into columns. */
const spread = 26;
/** From there to the columns: their labels, and a gap below each. */
const labelRoom = 58;
/** From the columns to the line that joins them, and from there to what follows. */
const join = 28;
const joined = 13;
/** Below the last card of a list that is edited, for the gap behind it. */
const endRoom = 32;
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
export function card(of: Pick<DrawnStep, 'id' | 'step' | 'hidden'>): Block {
  return {
    width: cardWidth,
    height: cardHeight,
    axis: cardWidth / 2,
    open: of.step?.kind !== 'stop',
    first: of.id,
    last: of.id,
    draw: (x, y, drawing) => drawing.steps.push({ ...of, x, y, width: cardWidth, height: cardHeight }),
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

/** Blocks below each other, joined by lines: the steps of a list, behind `before` blocks that are none. */
export function stack(
  blocks: Block[],
  list: Omit<Gap, 'index'>,
  { before, edited = false }: { before: number; edited?: boolean | undefined },
): Block {
  if (blocks.length === 0) return edited ? emptyList(list) : emptyBlock();
  const axis = Math.max(...blocks.map((block) => block.axis));
  const right = Math.max(...blocks.map((block) => block.width - block.axis));
  const open = blocks.every((block) => block.open);
  const steps = blocks.reduce((sum, block) => sum + block.height, between * (blocks.length - 1));
  const height = steps + (edited && open ? endRoom : 0);
  const first = blocks[0]!.first;
  return {
    width: axis + right,
    height,
    axis,
    open,
    first,
    last: blocks.at(-1)!.last,
    draw(x, y, drawing, followed) {
      const middle = x + axis;
      const gapAt = (index: number, at: number) => {
        if (edited) drawing.gaps.push(gapOf(list, index, { x: middle, y: at }));
      };
      if (before === 0) gapAt(0, y - between / 2);
      let top = y;
      for (const [i, block] of blocks.entries()) {
        const next = blocks[i + 1];
        block.draw(middle - block.axis, top, drawing, next !== undefined || followed || edited);
        const bottom = top + block.height;
        const end = next ? bottom + between : y + height;
        const lead = next
          ? { reached: [next.first ?? ''], done: [] }
          : { reached: [block.first ?? ''], done: [block.last ?? ''] };
        if (block.open && (next || edited)) {
          line(
            drawing,
            [
              { x: middle, y: bottom },
              { x: middle, y: end },
            ],
            { ...lead, not: [] },
            { arrow: next !== undefined },
          );
          gapAt(i + 1 - before, bottom + between / 2);
        }
        top = end;
      }
    },
  };
}

/** A list without steps, into which one can be put. */
function emptyList(list: Omit<Gap, 'index'>): Block {
  return {
    ...emptyBlock(),
    draw: (x, y, drawing) => drawing.gaps.push(gapOf(list, 0, { x: x + emptyWidth / 2, y: y - between / 2 })),
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
    height: top + bodyHeight + (open ? join : 0),
    axis,
    open,
    first: head.first,
    last: head.last,
    draw(x, y, drawing, followed) {
      head.draw(x + axis - head.axis, y, drawing, true);
      const start = { x: x + axis, y: y + head.height };
      const end = { x: x + axis, y: y + top + bodyHeight + join };
      for (const [i, { label, block, dashed }] of columns.entries()) {
        const at = { x: x + shift + axes[i]!, y: y + top };
        const others = columns.filter((_, other) => other !== i).flatMap((column) => column.block.first ?? []);
        const reached = [block.first ?? head.first ?? ''];
        const not = block.first ? [] : others;
        const arrow = block.first !== undefined;
        line(drawing, bend(start, at, start.y + spread), { reached, done: [], not }, { dashed, arrow });
        block.draw(at.x - block.axis, at.y, drawing, followed);
        drawing.labels.push({ x: at.x, y: start.y + spread + 17, ...label });
        if (!block.open || !followed) continue;
        const done = block.last ? [block.last] : [];
        const bottom = { x: at.x, y: at.y + block.height };
        line(drawing, bend(bottom, end, end.y - joined), { reached, done, not }, { dashed });
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
  const height = head.height + between + body.height + side;
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
          [from, { x: from.x, y: from.y + between }],
          { reached: [body.first], done: [], not: [] },
          { arrow: true },
        );
      }
      body.draw(x + axis - body.axis, y + head.height + between, drawing, false);
    },
  };
}

function gapOf(list: Omit<Gap, 'index'>, index: number, at: Point) {
  return { gap: { ...list, index }, key: [list.step ?? '', ...(list.branch ?? []), index].join('/'), ...at };
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
