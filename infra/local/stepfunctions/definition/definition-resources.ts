import { isObject, type Json, type JsonObject } from '#flows/language/json.ts';
import type { MachineType } from '../machines.ts';
import type { Diagnostic } from './diagnostic.ts';
import { eachState } from './each-state.ts';

/** Tasks whose resource is no ARN, and what the type of machine does not take. */
export function diagnoseResources(definition: JsonObject, type: MachineType): Diagnostic[] {
  return [...eachState(definition)].flatMap(([state, path]) =>
    wrongs(state, type).map(([place, message]) => ({
      code: 'SCHEMA_VALIDATION_FAILED',
      message,
      location: `${path}/${place}`,
    })),
  );
}

/** What is wrong with one state: place and message. */
function wrongs(state: JsonObject, type: MachineType): [string, string][] {
  const { Type, Resource, Arguments, ItemProcessor } = state;
  const found: [string, string][] = [];
  if (Type === 'Task' && typeof Resource === 'string') {
    const message = refusal(Resource, type);
    if (message) found.push(['Resource', message]);
    for (const wrong of wrongArguments(Resource, Arguments)) found.push(['Arguments', wrong]);
  }
  if (type === 'EXPRESS' && isDistributed(ItemProcessor)) {
    const message = "Express state machine does not support 'DISTRIBUTED' mode of Map states";
    found.push(['ItemProcessor/ProcessorConfig/Mode', message]);
  }
  return found;
}

function refusal(resource: string, type: MachineType): string | undefined {
  if (type === 'EXPRESS' && /\.sync(:\d+)?$/.test(resource)) {
    return "Express state machine does not support '.sync' service integration";
  }
  if (type === 'EXPRESS' && resource.endsWith('.waitForTaskToken')) {
    return "Express state machine does not support '.waitForTaskToken' service integration ";
  }
  if (type === 'EXPRESS' && /^arn:[^:]+:states:[^:]*:[^:]*:activity:/.test(resource)) {
    return 'Express state machine does not support activities';
  }
  if (!/^arn:(aws|aws-cn|aws-us-gov):[a-z0-9-]+:[a-z0-9-]*:\d*:.+/.test(resource)) {
    return 'Value is not a valid resource ARN';
  }
  const service = /^arn:[^:]+:states:::([^:]+)/.exec(resource)?.[1];
  if (service !== undefined && !services.has(service)) {
    return `The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
  }
  return undefined;
}

/** What tasks call by name, https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
const services: ReadonlySet<string> = new Set([
  ...['apigateway', 'athena', 'aws-sdk', 'batch', 'bedrock', 'codebuild', 'databrew', 'dynamodb', 'ecs', 'eks'],
  ...['elasticmapreduce', 'emr-containers', 'emr-serverless', 'events', 'glue', 'http', 'lambda', 'mediaconvert'],
  ...['s3', 'sagemaker', 'sns', 'sqs', 'states'],
]);

/** What `lambda:invoke` takes, https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
const invokeFields = ['ClientContext', 'FunctionName', 'InvocationType', 'LogType', 'Payload', 'Qualifier'];

/** Only those of `lambda:invoke` are known, which is what one machine can call. */
function wrongArguments(resource: string, given: Json | undefined): string[] {
  if (!/^arn:[^:]+:states:::lambda:invoke(\.waitForTaskToken)?$/.test(resource) || !isObject(given)) return [];
  return [
    ...(given.FunctionName === undefined ? ["The field 'FunctionName' is required but was missing"] : []),
    ...Object.keys(given)
      .filter((field) => !invokeFields.includes(field))
      .map((field) => `The field '${field}' is not supported by Step Functions`),
  ];
}

function isDistributed(processor: Json | undefined): boolean {
  return isObject(processor) && isObject(processor.ProcessorConfig) && processor.ProcessorConfig.Mode === 'DISTRIBUTED';
}
