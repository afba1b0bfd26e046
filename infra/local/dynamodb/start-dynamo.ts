import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CoalescingClient } from './coalescing-client.ts';
import { DynoxideProcess } from './dynoxide-process.ts';
import { findDynoxide } from './find-dynoxide.ts';

/** A DynamoDB to work with. */
export interface Dynamo {
  endpoint: string;
  /** The client for this process; undefined when the endpoint was given and the SDK's own client speaks to it. */
  client?: CoalescingClient;
  /** Process id of the embedded server. */
  pid?: number | undefined;
  stop(): Promise<void>;
}

/**
 * Uses the endpoint given (AWS_ENDPOINT_URL_DYNAMODB by default), else starts dynoxide on a file in the folder. Throws
 * one sentence on what to install when there is neither. `report` hears when the server had to be started again.
 */
export async function startDynamo({
  folder,
  report,
  endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB,
}: {
  folder: string;
  report: (sentence: string) => void;
  endpoint?: string | undefined;
}): Promise<Dynamo> {
  if (endpoint) return { endpoint, stop: async () => {} };
  const binary = findDynoxide();
  if (!binary) {
    const name = `@dynoxide/${process.platform}-${process.arch}`;
    throw new Error(
      `No DynamoDB was found: run "npm install ${name}", or set AWS_ENDPOINT_URL_DYNAMODB to one that is running, such as DynamoDB Local.`,
    );
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const server = new DynoxideProcess(binary, join(folder, 'dynamodb.db'), report);
  await server.start();
  const client = new CoalescingClient(server.endpoint);
  return {
    endpoint: server.endpoint,
    client,
    get pid() {
      return server.pid;
    },
    async stop() {
      await client.close();
      await server.stop();
    },
  };
}
