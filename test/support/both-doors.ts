import { afterAll, beforeAll, describe } from 'vitest';
import { inProcessClient } from '#infra/local/clients/in-process-client.ts';
import type { WireServices } from '#infra/local/wire/services.ts';
import { startWire, type Wire } from '#infra/local/wire/start-wire.ts';

/** What an SDK client needs to reach the wire. */
export interface Reach {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  maxAttempts: number;
}

/** A service that was started for a suite. */
export interface Started {
  operations: object;
  stop(): Promise<void>;
}

/** Anything with the SDK's `send`; each suite knows the shapes of its answers. */
export interface Sender {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's overloads cannot be written once for every service
  send(command: any): Promise<any>;
}

const accessKeyId = 'key-for-tests';

/**
 * Runs a suite twice: with the SDK's own client over HTTP, and with the client that handlers get in the same process.
 * The suite asks for its client inside its tests.
 */
export function throughBothDoors(
  service: keyof WireServices,
  start: () => Promise<Started>,
  sdkClient: (reach: Reach) => Sender & { destroy(): void },
  suite: (client: () => Sender) => void,
): void {
  let started: Started;
  let wire: Wire | undefined;
  let client: Sender;

  describe(`${service} over the wire`, () => {
    let sdk: (Sender & { destroy(): void }) | undefined;
    beforeAll(async () => {
      started = await start();
      const silent = { dynamodb: {}, events: {}, sqs: {}, scheduler: {}, states: {}, lambda: {}, kms: {}, s3: {} };
      const services = { ...silent, [service]: started.operations };
      wire = await startWire({
        services,
        port: 0,
        accessKeyId,
        report: (sentence) => {
          throw new Error(sentence);
        },
      });
      const credentials = { accessKeyId, secretAccessKey: 'any' };
      sdk = sdkClient({ endpoint: wire.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
      client = sdk;
    });
    afterAll(async () => {
      sdk?.destroy();
      await wire?.stop();
      await started.stop();
    });
    suite(() => client);
  });

  describe(`${service} in process`, () => {
    beforeAll(async () => {
      started = await start();
      client = inProcessClient(started.operations);
    });
    afterAll(() => started.stop());
    suite(() => client);
  });
}
