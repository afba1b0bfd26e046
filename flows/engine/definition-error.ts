/** One thing wrong with a definition, as ValidateStateMachineDefinition reports it. */
export interface DefinitionProblem {
  code: 'SCHEMA_VALIDATION_FAILED' | 'MISSING_TRANSITION_TARGET' | 'UNSUPPORTED';
  message: string;
  /** `/States/Pay/Retry[0]`; `/` is the whole definition. */
  location: string;
}

/** A definition that cannot be run. `unsupported` when AWS could run it and this engine does not, such as JSONPath. */
export class DefinitionError extends Error {
  readonly problems: DefinitionProblem[];
  readonly unsupported: boolean;

  constructor(problems: DefinitionProblem[]) {
    super(problems.map((problem) => `${problem.message} at ${problem.location}`).join(', '));
    this.name = 'InvalidDefinition';
    this.problems = problems;
    this.unsupported = problems.every((problem) => problem.code === 'UNSUPPORTED');
  }
}
