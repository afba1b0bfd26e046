import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { keepSeconds } from '#functions/store/run.ts';
import { blueprint } from '../blueprint.ts';
import { PlatformStack } from './platform-stack.ts';

let template: Template;

beforeAll(() => {
  // Bundling the functions takes long and changes nothing of what is looked at here.
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  template = Template.fromStack(new PlatformStack(app, 'Millrace', {}));
}, 60_000);

const only = (type: string) => Object.values(template.findResources(type))[0] as Record<string, unknown>;

test('every route has its limit, and the stage waits for the routes it names', () => {
  const stage = only('AWS::ApiGatewayV2::Stage') as { Properties: { RouteSettings: object }; DependsOn: string[] };
  expect(stage.Properties.RouteSettings).toEqual(
    Object.fromEntries(
      blueprint.routes.map(({ path, throttle: { rate, burst } }) => [
        `ANY ${path.replace('*', '{proxy+}')}`,
        { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
      ]),
    ),
  );
  const routes = Object.entries(template.findResources('AWS::ApiGatewayV2::Route'));
  expect(routes.map(([, { Properties }]) => Properties.RouteKey)).toEqual(Object.keys(stage.Properties.RouteSettings));
  expect(stage.DependsOn).toEqual(expect.arrayContaining(routes.map(([id]) => id)));
});

test('the bucket forgets large answers when the records of their actions end, and nothing else', () => {
  const { LifecycleConfiguration } = only('AWS::S3::Bucket').Properties as { LifecycleConfiguration: object };
  expect(LifecycleConfiguration).toEqual({
    Rules: [{ Prefix: 'runs/', ExpirationInDays: keepSeconds / 86_400 + 1, Status: 'Enabled' }],
  });
});

test('functions know their rates', () => {
  const { Environment } = only('AWS::Lambda::Function').Properties as { Environment: { Variables: object } };
  expect(Environment.Variables).toMatchObject({
    MILLRACE_HOOK_RATE: '2000',
    MILLRACE_API_RATE: '500',
    MILLRACE_ALL_HOOKS_RATE: '5000',
    MILLRACE_ALL_API_RATE: '1000',
  });
});

test('machines may do what distributed loops need, on their own machines and below runs/ only', () => {
  const statements = Object.values(template.findResources('AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('RolesMachines'))
    .flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement as { Action: string | string[]; Resource: unknown }[],
    );
  const resourceOf = (action: string) =>
    JSON.stringify(statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Resource }) => Resource));
  expect(resourceOf('states:StartExecution')).toContain(':stateMachine:*-standard');
  for (const action of ['states:DescribeExecution', 'states:StopExecution']) {
    expect(resourceOf(action)).toContain(':execution:*-standard');
  }
  for (const action of ['s3:GetObject', 's3:PutObject']) expect(resourceOf(action)).toContain('/runs/*');
});
