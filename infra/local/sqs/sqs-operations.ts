import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageRequest,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
  ReceiveMessageRequest,
  ReceiveMessageResult,
  SendMessageRequest,
  SendMessageResult,
  StartMessageMoveTaskRequest,
  StartMessageMoveTaskResult,
} from '@aws-sdk/client-sqs';
import { changeMessageVisibility } from './change-message-visibility.ts';
import { deleteMessage } from './delete-message.ts';
import { getQueueAttributes } from './get-queue-attributes.ts';
import { getQueueUrl } from './get-queue-url.ts';
import type { Queues } from './queues.ts';
import { receiveMessage } from './receive-message.ts';
import { sendMessage } from './send-message.ts';
import { startMessageMoveTask } from './start-message-move-task.ts';

/** The operations of the embedded SQS. */
export interface SqsOperations {
  SendMessage(input: SendMessageRequest): Promise<SendMessageResult>;
  ReceiveMessage(input: ReceiveMessageRequest): Promise<ReceiveMessageResult>;
  DeleteMessage(input: DeleteMessageRequest): Promise<object>;
  ChangeMessageVisibility(input: ChangeMessageVisibilityRequest): Promise<object>;
  GetQueueAttributes(input: GetQueueAttributesRequest): Promise<GetQueueAttributesResult>;
  GetQueueUrl(input: GetQueueUrlRequest): Promise<GetQueueUrlResult>;
  StartMessageMoveTask(input: StartMessageMoveTaskRequest): Promise<StartMessageMoveTaskResult>;
}

/** SQS over the queues given. */
export function sqsOperations(queues: Queues): SqsOperations {
  return {
    SendMessage: (input) => sendMessage(queues, input),
    ReceiveMessage: (input) => receiveMessage(queues, input),
    DeleteMessage: (input) => deleteMessage(queues, input),
    ChangeMessageVisibility: (input) => changeMessageVisibility(queues, input),
    GetQueueAttributes: (input) => getQueueAttributes(queues, input),
    GetQueueUrl: (input) => getQueueUrl(queues, input),
    StartMessageMoveTask: (input) => startMessageMoveTask(queues, input),
  };
}
