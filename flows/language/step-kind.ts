import type { z } from 'zod';
import type { DocumentParts } from './document-parts.ts';
import type { FieldReader } from './field-reader.ts';
import type { Duration, Step, StepBase } from './flow.ts';
import type { JsonObject } from './json.ts';

/** A list of steps inside a step. */
export interface ChildList {
  /**
   * When its steps run: `way`, one of several is taken, in the order of the step, the last when no other is; `item`, for
   * each item of a loop; `round`, until a condition holds; `branch`, beside its siblings; `tried`, always; `caught`, when
   * what is tried failed; `handler`, when the step failed.
   */
  role: 'way' | 'item' | 'round' | 'branch' | 'tried' | 'caught' | 'handler';
  /** Where it stands below the step: `['then']`, `['cases', 'high']`. */
  path: readonly string[];
  steps: Step[];
  /** The name by which its steps call the item of their round. */
  item?: string;
  /** Whether something was forgotten when it is empty; otherwise that says that nothing is to be done. */
  needed: boolean;
}

/** What a step does itself, beside the steps inside it. */
export type Deed =
  /** Gives a value or chooses a way, at once. */
  | { does: 'decide' }
  /** Lets a connector act. */
  | { does: 'act' }
  /** Lets time go by, for `most` where that is said. */
  | { does: 'passTime'; most?: Duration }
  /** Asks the platform for something, which may change something outside, and `waits` for what comes of it. */
  | { does: 'ask'; changes: boolean; waits: boolean; most?: Duration }
  /** Ends the run. */
  | { does: 'stop' };

/** What a new step can lean on. */
export interface BlankNames {
  /** A name that is free in the flow, made from one that is liked. */
  freeName(stem: string): string;
  /** The operation of an action. */
  use: string;
  /** Name of the connection that the action goes through, where there is no doubt. */
  connection: string | undefined;
  /** A flow that `call` starts at first. */
  flow: string;
}

/** What the flow language says of one kind of step: how it is written, what that means, which steps are inside it. */
export interface StepKind<S extends Step, Z extends z.ZodRawShape = z.ZodRawShape> {
  /** The field that tells the kind. */
  key: string;
  /** The fields of its steps, beside those that every step may carry. */
  fields(parts: DocumentParts): Z;
  /** What the fields mean; `part` has those that are plain data. Undefined when they do not tell what is to be done. */
  read(reader: FieldReader, part: Partial<z.output<z.ZodObject<Z>>>): Omit<S, keyof StepBase | 'kind'> | undefined;
  /** The lists of steps inside, in the order of the document, without its `onError`. */
  lists(step: S): ChildList[];
  deed(step: S): Deed;
  /** A new step as it is written: with a good id, readable, and nothing in it that a person did not choose. */
  blank(around: BlankNames): JsonObject;
}
