import type { Json } from '#flows/language/json.ts';
import type { Source } from './read-source.ts';
import type { Patch } from './text-changes.ts';

/** A place among the steps of a list: the flow's own, or one inside a step, such as `then` or `cases`, `bug`. */
export interface Gap {
  step?: string;
  branch?: readonly string[];
  index: number;
}

/** What can be done to a flow. Steps are named by id; fields are the path inside the step, or without step inside the flow. */
export type Command =
  | { do: 'insert'; at: Gap; step: { [field: string]: Json } }
  | { do: 'remove'; steps: readonly string[] }
  | { do: 'move'; steps: readonly string[]; to: Gap }
  | { do: 'copy'; steps: readonly string[]; to: Gap }
  | { do: 'set'; step?: string; field: readonly (string | number)[]; value: Json | undefined }
  | { do: 'rename'; step: string; to: string }
  | { do: 'renameEntry'; step: string; field: readonly (string | number)[]; to: string }
  | { do: 'wrap'; steps: readonly string[]; in: { [field: string]: Json }; branch: readonly string[] }
  | { do: 'unwrap'; step: string; branch?: readonly string[] }
  | { do: 'disable'; steps: readonly string[]; disabled: boolean }
  | { do: 'paste'; at: Gap; text: string };

/** An expression that names a step: where it is for people, and its characters. */
export interface StepReference {
  /** The step named. */
  name: string;
  /** The step whose field names it; undefined in the flow's own fields. */
  step?: string;
  field: string;
}

/** Why a command cannot be done; flows/text/<language>/editing.json has a sentence for each. */
export type RefusalCode =
  | 'textBroken'
  | 'noStep'
  | 'noList'
  | 'intoItself'
  | 'nameTaken'
  | 'badName'
  | 'notTogether'
  | 'nothingInside'
  | 'nothingToPaste'
  | 'tooLarge'
  | 'noField';

/** A command that cannot be done, with what a person needs to know of it. */
export interface Refusal {
  refused: RefusalCode;
  params: Readonly<Record<string, string>>;
}

/** What a command made of a text. */
export interface Edit {
  text: string;
  /** The new text as it was read, for the next command. */
  source: Source;
  patch: Patch;
  /** Leads from the new text back to the old one, byte for byte. */
  inverse: Patch;
  /** Step to bring into view. */
  show?: string;
  /** Expressions that were rewritten because the step they name has another name now. */
  rewritten: StepReference[];
  /** Expressions that name a step which is gone. */
  broken: StepReference[];
}

/** Done, or refused with the text as it was. */
export type Outcome = Edit | Refusal;
