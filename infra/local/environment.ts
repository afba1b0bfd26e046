import { blueprint } from '../blueprint.ts';
import { functionArnPrefix } from './lambda/function-arn.ts';
import { account } from './sqs/queues.ts';

/** The variables that functions find the platform's parts through, as ARCHITECTURE.md lists them. */
export function functionEnvironment(settings: {
  publicUrl: string;
  allowAddresses: string;
  rates: { hook: number; api: number };
}): Record<string, string> {
  return {
    MILLRACE_TABLE: blueprint.table,
    MILLRACE_BUCKET: blueprint.bucket,
    MILLRACE_KEY: blueprint.keyAlias,
    MILLRACE_BUS: blueprint.bus,
    MILLRACE_QUEUE: queueUrl('events'),
    MILLRACE_DEAD_LETTERS: queueUrl('events-dead'),
    MILLRACE_SCHEDULE_GROUP: blueprint.scheduleGroup,
    MILLRACE_FUNCTION_ARN: `${functionArnPrefix}${blueprint.functionPrefix}`,
    MILLRACE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:',
    MILLRACE_ROLE_ARN: 'arn:aws:iam::000000000000:role/millrace',
    MILLRACE_PUBLIC_URL: settings.publicUrl,
    MILLRACE_ALLOW_ADDRESSES: settings.allowAddresses,
    MILLRACE_HOOK_RATE: String(settings.rates.hook),
    MILLRACE_API_RATE: String(settings.rates.api),
    MILLRACE_ALL_HOOKS_RATE: String(blueprint.rates.allHooks),
    MILLRACE_ALL_API_RATE: String(blueprint.rates.allApi),
    MILLRACE_WORKSPACE: 'main',
    AWS_REGION: 'us-east-1',
    // A line for every call is for log collectors; on one machine only what goes wrong is told.
    AWS_LAMBDA_LOG_LEVEL: process.env.AWS_LAMBDA_LOG_LEVEL ?? 'WARN',
  };
}

function queueUrl(name: string): string {
  return `http://127.0.0.1/${account}/${blueprint.functionPrefix}${name}`;
}
