import type { UnsupportedFeature } from '#flows/engine/definition/definition-error.ts';

/** One thing wrong with a definition, in the words of ValidateStateMachineDefinition. */
export interface Diagnostic {
  code: string;
  message: string;
  /** `/States/Pay/Next`; absent when it is about the whole. */
  location?: string;
  /** Given when AWS would take it. */
  feature?: UnsupportedFeature;
}
