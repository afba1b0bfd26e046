/** What AWS runs and this engine does not. */
export type UnsupportedFeature = 'JSONPath' | 'Activities' | '.sync' | 'ItemReader' | 'ResultWriter';

/** One thing wrong with a definition, as ValidateStateMachineDefinition reports it. */
export interface DefinitionProblem {
  /** AWS's codes, and `UNSUPPORTED` for what AWS would take. */
  code:
    | 'SCHEMA_VALIDATION_FAILED'
    | 'MISSING_TRANSITION_TARGET'
    | 'INVALID_JSONATA_EXPRESSION'
    | 'UNSUPPORTED_JSONATA_EXPRESSION'
    | 'INVALID_LABEL_NAME'
    | 'INVALID_STATE_NAME'
    | 'TOO_DEEPLY_NESTED'
    | 'UNSUPPORTED';
  message: string;
  /** `/States/Pay/Retry[0]`; `/` is the whole definition. */
  location: string;
  /** Given with `UNSUPPORTED`. */
  feature?: UnsupportedFeature;
}

/** A definition that cannot be run. */
export class DefinitionError extends Error {
  readonly problems: DefinitionProblem[];
  /** What of it AWS could run and this engine does not; empty when AWS would refuse it, too. */
  readonly unsupported: UnsupportedFeature[];

  constructor(problems: DefinitionProblem[]) {
    super(problems.map((problem) => `${problem.message} at ${problem.location}`).join(', '));
    this.name = 'InvalidDefinition';
    this.problems = problems;
    const features = problems.map(({ feature }) => feature);
    this.unsupported = features.every((feature) => feature !== undefined) ? [...new Set(features)] : [];
  }
}
