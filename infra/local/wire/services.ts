import type { Operations } from '../call-operation.ts';
import { awsJson } from './aws-json.ts';
import { dynamoJson } from './dynamo-json.ts';
import type { Protocol, WireRequest } from './exchange.ts';
import { lambdaInvoke } from './lambda-invoke.ts';
import { type RestRoute, restJson } from './rest-json.ts';
import { s3Rest } from './s3-rest.ts';

/** What each service answers to. */
export type WireServices = Record<
  'dynamodb' | 'events' | 'sqs' | 'scheduler' | 'states' | 'lambda' | 'kms' | 's3',
  object
>;

const none = { dates: [], bytes: [] };

const schedulerRoutes: readonly RestRoute[] = [
  route('CreateSchedule', 'POST', '/schedules/{Name}'),
  route('UpdateSchedule', 'PUT', '/schedules/{Name}'),
  route('GetSchedule', 'GET', '/schedules/{Name}', { groupName: 'GroupName' }),
  route('DeleteSchedule', 'DELETE', '/schedules/{Name}', { groupName: 'GroupName' }),
  route(
    'ListSchedules',
    'GET',
    '/schedules',
    {
      ScheduleGroup: 'GroupName',
      NamePrefix: 'NamePrefix',
      State: 'State',
      NextToken: 'NextToken',
      MaxResults: 'MaxResults',
    },
    ['MaxResults'],
  ),
  route('CreateScheduleGroup', 'POST', '/schedule-groups/{Name}'),
];

function route(
  operation: string,
  method: string,
  path: string,
  query: Record<string, string> = {},
  numbers: string[] = [],
): RestRoute {
  return { operation, method, path, query, numbers };
}

/** Which protocol a request speaks: by the service in its target header, else by its path; objects of S3 have any. */
export function protocolOf(services: WireServices): (request: WireRequest) => Protocol {
  const of = (name: keyof WireServices) => services[name] as Operations;
  const byTarget: Record<string, Protocol> = {
    DynamoDB_20120810: dynamoJson(of('dynamodb')),
    AWSEvents: awsJson(of('events'), '1.1', { dates: ['Time'], bytes: [] }),
    AmazonSQS: awsJson(of('sqs'), '1.0', none),
    AWSStepFunctions: awsJson(of('states'), '1.0', none),
    TrentService: awsJson(of('kms'), '1.1', { dates: [], bytes: ['Plaintext', 'CiphertextBlob'] }),
  };
  const scheduler = restJson(of('scheduler'), schedulerRoutes, { dates: ['StartDate', 'EndDate'], bytes: [] });
  const lambda = lambdaInvoke(of('lambda'));
  const s3 = s3Rest(of('s3'));
  const unknown = awsJson({}, '1.0', none);
  return ({ method, path, headers }) => {
    const target = headers['x-amz-target'];
    if (target) return byTarget[String(target).split('.')[0]!] ?? unknown;
    if (path[0] === 'schedules' || path[0] === 'schedule-groups') return scheduler;
    const invokes = method === 'POST' && path.length === 4 && path[1] === 'functions' && path[3] === 'invocations';
    return invokes ? lambda : s3;
  };
}
