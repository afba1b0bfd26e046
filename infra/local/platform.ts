import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { client, provideClients } from '#functions/aws/clients.ts';
import { provideWorkshop } from '#functions/runs/workshop.ts';
import { blueprint } from '../blueprint.ts';
import { inProcessClient } from './clients/in-process-client.ts';
import { systemClock } from './clock.ts';
import { createTable } from './create-table.ts';
import { deliverBatch } from './deliver-batch.ts';
import { startDynamo } from './dynamodb/start-dynamo.ts';
import { startEventBridge } from './eventbridge/start-event-bridge.ts';
import { ExpressionPool } from './expressions/expression-pool.ts';
import { type Faults, faultyClient, faultyOperations } from './faults/faults.ts';
import { faultyInvoke } from './faults/faulty-invoke.ts';
import { startJobs } from './jobs.ts';
import { startKms } from './kms/start-kms.ts';
import { type Lambda, startLambda } from './lambda/start-lambda.ts';
import { loadFunctions } from './load-functions.ts';
import { startS3 } from './s3/start-s3.ts';
import { type Scheduler, startScheduler } from './scheduler/start-scheduler.ts';
import type { StatusChange } from './stepfunctions/outbox.ts';
import { startStepFunctions } from './stepfunctions/start-step-functions.ts';
import { storedObjects } from './stepfunctions/stored-objects.ts';
import { type DataFolder, dataFile } from './storage/data-folder.ts';
import { openStore, type Store } from './storage/store.ts';

/** The embedded AWS with the platform's functions in it. */
export interface Platform {
  lambda: Lambda;
  /** What each service answers to, by its SDK name: for the wire. */
  operations: Record<'dynamodb' | 'events' | 'sqs' | 'scheduler' | 'states' | 'lambda' | 'kms' | 's3', object>;
  /** What all services keep. */
  store: Store;
  /** Begins to hand over events, fire schedules and run jobs, once everything else is ready. */
  run(): void;
  stop(): Promise<void>;
}

/**
 * Starts every embedded service on the data folder and gives the functions their clients. Ended executions are kept for
 * `retentionDays`. With AWS_ENDPOINT_URL_DYNAMODB set, the table lies there and the SDK's own client is used. Tests hand
 * in `faults`, by which any call goes wrong as on AWS.
 */
export async function startPlatform(
  root: string,
  folder: DataFolder,
  report: (sentence: string) => void,
  retentionDays: number,
  faults?: Faults,
): Promise<Platform> {
  const store = openStore(folder.file(dataFile), report);
  const dynamo = startDynamo(store);
  if (!process.env.AWS_ENDPOINT_URL_DYNAMODB) provideClients({ dynamodb: inProcessClient(dynamo.operations) });
  await createTable(client('dynamodb'), blueprint.table);
  if (faults) provideClients({ dynamodb: faultyClient(faults, client('dynamodb')) });

  // What an earlier process left in queues and journals may come to the functions only when all their clients are there.
  const { promise: running, resolve: run } = Promise.withResolvers<void>();
  const kms = await startKms({ file: folder.file('kms.key') });
  const s3 = await startS3({ folder: folder.file('s3'), forgotten: blueprint.forgotten, report });
  const expressions = new ExpressionPool();
  provideWorkshop(expressions);
  const lambda = startLambda({ functions: await loadFunctions(root), report });

  const events = startEventBridge({
    store,
    rules: blueprint.rules.map(busRule),
    deliver: (target, records) => running.then(() => deliverBatch(lambda, target, records)),
  });
  const scheduler = startScheduler({ store, put: events.putOnce, report });
  await createGroup(scheduler.operations);
  const states = await startStepFunctions({
    store,
    invoke: (functionArn, payload) => running.then(() => faultyInvoke(faults, lambda)(functionArn, payload)),
    onStatus: (change) => tellStatus(events.putAsAws, change),
    objects: storedObjects(s3.operations),
    report,
    retentionDays,
    expressions,
  });

  const operations = {
    events: faultyOperations(faults, 'events', events.operations),
    sqs: faultyOperations(faults, 'sqs', events.sqs.operations),
    scheduler: faultyOperations(faults, 'scheduler', scheduler.operations),
    states: faultyOperations(faults, 'states', states.operations),
    lambda: faultyOperations(faults, 'lambda', lambda.operations),
    kms: faultyOperations(faults, 'kms', kms.operations),
    s3: faultyOperations(faults, 's3', s3.operations),
  };
  provideOperations(operations);

  let stopJobs = (): void => {};
  return {
    lambda,
    store,
    operations: { dynamodb: faultyOperations(faults, 'dynamodb', dynamo.operations), ...operations },
    run() {
      run();
      stopJobs = startJobs(lambda, systemClock, report);
    },
    // The mirror of the start: nothing new comes in, what is under way ends, the store closes last.
    async stop() {
      stopJobs();
      await scheduler.stop();
      await events.stop();
      await states.stop();
      await lambda.stop();
      expressions.stop();
      await s3.stop();
      dynamo.stop();
      store.close();
    },
  };
}

/** The group of flows' schedules, made at the first start. */
async function createGroup(scheduler: Scheduler['operations']): Promise<void> {
  try {
    await scheduler.CreateScheduleGroup({ Name: blueprint.scheduleGroup });
  } catch (error) {
    if ((error as Error).name !== 'ConflictException') throw error;
  }
}

/** Puts the end of an execution on the default bus, as Step Functions does for STANDARD. */
async function tellStatus(
  put: (entries: PutEventsRequestEntry[]) => Promise<{ FailedEntryCount?: number | undefined }>,
  change: StatusChange,
): Promise<void> {
  const { FailedEntryCount } = await put([
    {
      Source: 'aws.states',
      DetailType: 'Step Functions Execution Status Change',
      Resources: [change.executionArn],
      Detail: JSON.stringify(change),
    },
  ]);
  if (FailedEntryCount) throw new Error('The status change was not taken.');
}

/** A rule of the blueprint as the embedded EventBridge takes it, with the queue behind it. */
function busRule(rule: (typeof blueprint.rules)[number]) {
  return {
    name: rule.name,
    bus: rule.source[0] === 'aws.states' ? 'default' : blueprint.bus,
    pattern: { source: rule.source },
    queue: `${blueprint.functionPrefix}${rule.name}`,
    target: `${blueprint.functionPrefix}${rule.function}`,
    batchSize: rule.batchSize,
    inFlight: 4,
    maxReceives: rule.maxReceives,
    visibilitySeconds: 90,
  };
}

function provideOperations(operations: Record<Exclude<keyof Platform['operations'], 'dynamodb'>, object>): void {
  provideClients({
    eventbridge: inProcessClient(operations.events),
    sqs: inProcessClient(operations.sqs),
    scheduler: inProcessClient(operations.scheduler),
    sfn: inProcessClient(operations.states),
    lambda: inProcessClient(operations.lambda),
    kms: inProcessClient(operations.kms),
    s3: inProcessClient(operations.s3),
  });
}
