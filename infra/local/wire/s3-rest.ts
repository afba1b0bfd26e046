import type { HeadObjectOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../aws-error.ts';
import { callOperation, type Operations } from '../call-operation.ts';
import type { WholeObject } from '../s3/get-object.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import type { Protocol, WireRequest, WireResponse } from './exchange.ts';

const metadataPrefix = 'x-amz-meta-';

/** S3's REST protocol for objects, with the bucket in the path. */
export function s3Rest(operations: Operations): Protocol {
  return {
    answer: (request) => answer(operations, request),
    error: ({ method }, { name, message, status }) => ({
      status,
      headers: { 'content-type': 'application/xml' },
      body:
        method === 'HEAD'
          ? ''
          : `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(name)}</Code><Message>${escapeXml(message)}</Message></Error>`,
    }),
  };
}

async function answer(operations: Operations, request: WireRequest): Promise<WireResponse> {
  const [bucket, ...key] = request.path;
  const object = { Bucket: bucket, Key: key.join('/') };
  switch (request.method) {
    case 'PUT': {
      const { ETag } = (await callOperation(operations, 'PutObject', putInput(object, request))) as { ETag: string };
      return { status: 200, headers: { etag: ETag }, body: '' };
    }
    case 'GET': {
      const { range } = request.headers;
      const output = await callOperation(operations, 'GetObject', { ...object, ...(range && { Range: range }) });
      const { Body, ...head } = output as WholeObject;
      return { status: 200, headers: headHeaders(head), body: await Body.transformToByteArray() };
    }
    case 'HEAD':
      return { status: 200, headers: headHeaders(await callOperation(operations, 'HeadObject', object)), body: '' };
    case 'DELETE':
      await callOperation(operations, 'DeleteObject', object);
      return { status: 204, headers: {}, body: '' };
    default:
      throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
}

function putInput(object: object, { headers, body }: WireRequest): object {
  const chunked = String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(metadataPrefix));
  return {
    ...object,
    Body: new Uint8Array(chunked ? decodeAwsChunked(body) : body),
    Metadata: Object.fromEntries(metadata.map(([name, value]) => [name.slice(metadataPrefix.length), String(value)])),
    ...(headers['content-type'] && { ContentType: headers['content-type'] }),
    ...(headers['if-match'] && { IfMatch: headers['if-match'] }),
    ...(headers['if-none-match'] && { IfNoneMatch: headers['if-none-match'] }),
  };
}

function headHeaders({ ETag, ContentLength, ContentType, LastModified, Metadata }: HeadObjectOutput) {
  return {
    etag: ETag!,
    'content-length': String(ContentLength),
    'content-type': ContentType!,
    'last-modified': LastModified!.toUTCString(),
    ...Object.fromEntries(Object.entries(Metadata ?? {}).map(([name, value]) => [metadataPrefix + name, value])),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
