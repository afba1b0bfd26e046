import { describeProblem } from '#flows/language/describe-problem.ts';
import type { Problem } from '#flows/language/problem.ts';
import type { Output } from './output.ts';

/** A finding as `--json` prints it: with its words. */
export function shownFinding(problem: Problem, output: Output) {
  return { ...problem, ...describeProblem(problem, output.language) };
}

/** Prints findings as `file:line:column severity code message`, each with what to do below it. */
export function printFindings(file: string, problems: readonly Problem[], output: Output): void {
  for (const problem of problems) {
    const { message, help } = describeProblem(problem, output.language);
    const { line = 1, column = 1 } = problem.position ?? {};
    output.line(`${file}:${line}:${column} ${output.word(problem.severity)} ${problem.code} ${message}`);
    if (help) output.line(`    ${help}`);
  }
}

/** True when a finding keeps the flow from being published. */
export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
