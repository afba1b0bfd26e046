/** The id of a run that there is not: of a dry run, and of those that it would start. */
export const trialRun = `r${'0'.repeat(40)}`;
