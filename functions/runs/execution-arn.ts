import type { Run } from '#functions/store/run.ts';

/** ARN of the execution of a STANDARD run, which Step Functions makes of the machine's name and the run's id. */
export function executionArn({ machine, id }: Pick<Run, 'machine' | 'id'>): string {
  const [arn, aws, states, region, account, , name] = machine.split(':');
  return [arn, aws, states, region, account, 'execution', name, id].join(':');
}
