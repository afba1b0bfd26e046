import type { Gap } from '#flows/editing/command.ts';
import type { Step } from '#flows/language/flow.ts';

export interface Point {
  x: number;
  y: number;
}

/** A card of the drawing: the trigger, or one step. */
export interface DrawnStep {
  /** Id of the step; `$trigger` for the trigger. */
  id: string;
  step: Step | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many steps are inside, when they are not drawn. */
  hidden?: number;
}

/** What must be known of a run for a line to count as walked. */
export interface Walked {
  /** Steps that were reached. */
  reached: string[];
  /** Steps that ended well. */
  done: string[];
  /** Steps that were not reached: an empty branch was taken when none of its siblings was. */
  not: string[];
}

export interface DrawnLine {
  points: Point[];
  walked: Walked;
  /** For the way that is taken when something fails. */
  dashed: boolean;
  /** Whether it ends with an arrow. */
  arrow: boolean;
}

/** The name of a branch, on its line. `text` is shown as it is, `word` is looked up in the language. */
export interface DrawnLabel extends Point {
  text?: string;
  word?: 'yes' | 'no' | 'otherwise' | 'tried' | 'failed' | 'went';
}

/** A border around the steps of a loop. */
interface DrawnFrame {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A place on a line where a step can be put. */
export interface DrawnGap extends Point {
  gap: Gap;
  /** Names the gap among all of the drawing. */
  key: string;
}

/** A flow as cards, lines, labels and frames in one plane; units are pixels. */
export interface Drawing {
  width: number;
  height: number;
  steps: DrawnStep[];
  lines: DrawnLine[];
  labels: DrawnLabel[];
  frames: DrawnFrame[];
  /** In a drawing that is edited. */
  gaps: DrawnGap[];
}
