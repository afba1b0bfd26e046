import type { Step } from '#flows/language/flow.ts';
import type { TrialAnswer } from '#flows/trial/trial-answer.ts';

/** Whether a step asks something outside, whose answer a person may choose. */
export function isAsking(step: Step): boolean {
  return (
    step.kind === 'action' ||
    step.kind === 'call' ||
    (step.kind === 'wait' && ['event', 'callback'].includes(step.wait.kind))
  );
}

/** How an answer is called in a list of choices: `usual`, `own`, `silent` or a class of failures. */
export function choiceOf(answer: TrialAnswer | undefined): string {
  if (answer === undefined) return 'usual';
  if ('output' in answer) return 'own';
  return 'silent' in answer ? 'silent' : answer.error;
}
