import { AwsError } from '../aws-error.ts';

/**
 * The bytes of a body in S3's own chunks, which carry signatures and a checksum in a trailer. Throws
 * IncompleteBody. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, end).split(';')[0]!, 16);
    if (end < 0 || Number.isNaN(length) || end + 2 + length > body.length) {
      throw new AwsError('IncompleteBody', 'The body ends before its last chunk.');
    }
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
