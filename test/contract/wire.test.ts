import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWire, type Wire } from '#infra/local/wire/start-wire.ts';

let wire: Wire;
const reports: string[] = [];

beforeAll(async () => {
  const broken = {
    Encrypt: async () => {
      throw new TypeError('a mistake of our own with a secret in it');
    },
  };
  const services = { dynamodb: {}, events: {}, sqs: {}, scheduler: {}, states: {}, lambda: {}, kms: broken, s3: {} };
  wire = await startWire({ services, port: 0, accessKeyId: 'secret-key', report: (text) => reports.push(text) });
});
afterAll(() => wire.stop());

const authorization = 'AWS4-HMAC-SHA256 Credential=secret-key/20261120/us-east-1/kms/aws4_request, Signature=0';

async function post(headers: Record<string, string>, body = '{}', path = '/') {
  const response = await fetch(wire.endpoint + path, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, text };
}

test('without the access key nothing is answered', async () => {
  const target = { 'x-amz-target': 'TrentService.Encrypt' };
  for (const wrong of [{}, { authorization: authorization.replace('secret-key', 'other-key') }]) {
    const { status, text } = await post({ ...target, ...wrong });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toMatchObject({ __type: 'UnrecognizedClientException' });
  }
});

test.each([
  ['a body that is no JSON', 'TrentService.Encrypt', '{', 'SerializationException'],
  ['a body that is a list', 'TrentService.Encrypt', '[]', 'SerializationException'],
  ['an unknown operation', 'TrentService.ScheduleKeyDeletion', '{}', 'UnknownOperationException'],
  ['a name of JavaScript', 'TrentService.constructor', '{}', 'UnknownOperationException'],
  ['an unknown service', 'Nobody.DoIt', '{}', 'UnknownOperationException'],
])('%s is refused', async (_, target, body, type) => {
  const { status, text } = await post({ authorization, 'x-amz-target': target }, body);
  expect(status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ __type: type });
});

test('a mistake of our own is told without its words', async () => {
  const { status, text } = await post({ authorization, 'x-amz-target': 'TrentService.Encrypt' });
  expect(status).toBe(500);
  expect(text).not.toContain('secret in it');
  expect(reports).toHaveLength(1);
});

test('paths of other services and broken encodings are refused', async () => {
  for (const path of ['/2015-03-31/functions', '/schedules/a/b', '/%E0%A4%A']) {
    expect((await post({ authorization }, '{}', path)).status).toBeGreaterThanOrEqual(400);
  }
});

test('SDKs understand what is not supported', async () => {
  const reach = {
    endpoint: wire.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'secret-key', secretAccessKey: 'any' },
    maxAttempts: 1,
  };
  const unknown = new KMSClient(reach).send(new ListKeysCommand({}));
  await expect(unknown).rejects.toMatchObject({ name: 'UnknownOperationException' });
  const list = new S3Client({ ...reach, forcePathStyle: true }).send(new ListObjectsV2Command({ Bucket: 'millrace' }));
  await expect(list).rejects.toMatchObject({ $fault: 'client' });
});
