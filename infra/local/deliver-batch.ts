import type { Lambda } from './lambda/start-lambda.ts';
import type { QueueRecord } from './sqs/queue-reader.ts';

/**
 * Hands a batch of a queue to a function as Lambda's event source mapping does and returns the ids of the messages that
 * are to come again; rejects when the whole call failed.
 */
export async function deliverBatch(
  lambda: Lambda,
  functionName: string,
  records: QueueRecord[],
): Promise<{ failed: string[] }> {
  const batch = {
    Records: records.map(({ messageId, body, receiveCount, sentAt }) => ({
      messageId,
      body,
      eventSource: 'aws:sqs',
      attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: String(sentAt) },
    })),
  };
  const answer = await lambda.invokeTask(functionName, batch);
  if ('error' in answer) throw new Error(`${functionName} failed: ${answer.error}: ${answer.cause}`);
  const { batchItemFailures = [] } = (JSON.parse(answer.payload) ?? {}) as {
    batchItemFailures?: { itemIdentifier: string }[];
  };
  return { failed: batchItemFailures.map(({ itemIdentifier }) => itemIdentifier) };
}
