import type { Objects } from '#flows/engine/objects.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Store } from '../storage/store.ts';
import { Timers } from '../timers.ts';
import { Executions } from './executions.ts';
import { inThisThread } from './expression-host.ts';
import type { Expressions } from './ground.ts';
import { Journal } from './journal.ts';
import { Machines } from './machines.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { deleteStateMachineVersion } from './operations/delete-state-machine-version.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { publishStateMachineVersion } from './operations/publish-state-machine-version.ts';
import { sendTaskFailure } from './operations/send-task-failure.ts';
import { sendTaskHeartbeat } from './operations/send-task-heartbeat.ts';
import { sendTaskSuccess } from './operations/send-task-success.ts';
import type { Service } from './operations/service.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { updateStateMachine } from './operations/update-state-machine.ts';
import { validateStateMachineDefinition } from './operations/validate-state-machine-definition.ts';
import { Outbox, type StatusChange } from './outbox.ts';
import { Programs } from './programs.ts';
import { recover } from './recover.ts';
import { startRetention } from './retention.ts';
import type { Invoke } from './run-task.ts';
import { testState } from './test-state/test-state.ts';

const operations = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DeleteStateMachine: deleteStateMachine,
  DescribeStateMachine: describeStateMachine,
  ListStateMachines: listStateMachines,
  PublishStateMachineVersion: publishStateMachineVersion,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  StartExecution: startExecution,
  StartSyncExecution: startSyncExecution,
  StopExecution: stopExecution,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  TestState: testState,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
};

/** The operations by AWS's names; inputs and outputs as the SDK has them. */
type StepFunctionsOperations = {
  [Name in keyof typeof operations]: (
    input: Parameters<(typeof operations)[Name]>[1],
  ) => ReturnType<(typeof operations)[Name]>;
};

export interface StepFunctions {
  operations: StepFunctionsOperations;
  /** Ends cleanly: calls under way may end for `grace` milliseconds; what is left goes on at the next start. */
  stop(grace?: number): Promise<void>;
}

export interface StepFunctionsOptions {
  store: Store;
  /** Runs a Lambda function. */
  invoke: Invoke;
  /** Hears, at least once, how each STANDARD execution ended; what it rejects it hears again. */
  onStatus: (change: StatusChange) => Promise<void>;
  /** Takes a sentence for the person who runs the server. */
  report: (sentence: string) => void;
  /** Where distributed Maps read items and write results. */
  objects?: Objects;
  clock?: Clock;
  /** Where expressions that are not plain are evaluated. */
  expressions?: Expressions;
  /** Days that ended STANDARD executions are kept. */
  retentionDays?: number;
}

/** Starts Step Functions in a store and takes up what an earlier process left running. */
export async function startStepFunctions({
  store: { database, commit },
  invoke,
  onStatus,
  report,
  objects,
  clock = systemClock,
  expressions = inThisThread,
  retentionDays = 30,
}: StepFunctionsOptions): Promise<StepFunctions> {
  const journal = new Journal(database);
  const machines = new Machines(database, commit);
  const timers = new Timers(clock);
  const programs = new Programs(machines);
  const ground = { clock, timers, commit, journal, machines, programs, objects, expressions, report };
  const outbox = new Outbox(ground, onStatus);
  const executions = new Executions(ground, invoke, outbox);
  const service: Service = { ...ground, executions, invoke };

  outbox.recover();
  await recover(ground, executions);
  startRetention(ground, retentionDays * 86_400_000);

  return {
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [name, (input: never) => operation(service, input)]),
    ) as StepFunctionsOperations,
    async stop(grace = 10_000) {
      await executions.drain(grace);
      timers.stop();
      await outbox.stop();
    },
  };
}
