import { AwsError } from '../aws-error.ts';
import type { Receipt } from './message-store.ts';

const form = /^(\d+)\.(\d+)\.([0-9a-f-]{36})$/;

/** A receipt as SQS shows it, opaque to receivers. */
export function receiptHandle({ row, id, receives }: Receipt): string {
  return Buffer.from(`${row}.${receives}.${id}`).toString('base64url');
}

/** The receipt that a handle stands for. Throws ReceiptHandleIsInvalid. */
export function parseReceiptHandle(handle: string | undefined): Receipt {
  const match = form.exec(Buffer.from(handle ?? '', 'base64url').toString());
  if (!match) throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
  return { row: Number(match[1]), receives: Number(match[2]), id: match[3]! };
}
