import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidDefinition,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  PublishStateMachineVersionCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StateMachineDoesNotExist,
  StopExecutionCommand,
  TestStateCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { startStepFunctions } from '#infra/local/stepfunctions/start-step-functions.ts';
import { openStore } from '#infra/local/storage/store.ts';
import { throughBothDoors } from '#test/support/both-doors.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

async function start() {
  const folder = scratchFolder();
  const store = openStore(join(folder.path, 'states.db'), () => {});
  const service = await startStepFunctions({
    store,
    invoke: async (_, payload) => ({ payload }),
    onStatus: async () => {},
    report: () => {},
  });
  return {
    operations: service.operations,
    async stop() {
      await service.stop(0);
      store.close();
      folder.remove();
    },
  };
}

throughBothDoors(
  'states',
  start,
  (reach) => new SFNClient({ ...reach, disableHostPrefix: true }),
  (client) => {
    const roleArn = 'arn:aws:iam::000000000000:role/any';
    const definition = (States: object) =>
      JSON.stringify({ QueryLanguage: 'JSONata', StartAt: Object.keys(States)[0], States });
    const doubles = definition({ Double: { Type: 'Pass', Output: '{% $states.input.n * 2 %}', End: true } });
    const waits = definition({ Wait: { Type: 'Wait', Seconds: 3600, End: true } });
    const create = async (name: string, text: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD'): Promise<string> => {
      const made = await client().send(new CreateStateMachineCommand({ name, roleArn, type, definition: text }));
      return made.stateMachineArn;
    };

    test('a machine is made, published, changed, listed and deleted', async () => {
      const stateMachineArn = await create('one', doubles);
      const { stateMachineVersionArn } = await client().send(
        new PublishStateMachineVersionCommand({ stateMachineArn }),
      );
      expect(stateMachineVersionArn).toBe(`${stateMachineArn}:1`);
      await client().send(new UpdateStateMachineCommand({ stateMachineArn, definition: waits }));
      const described = await client().send(new DescribeStateMachineCommand({ stateMachineArn }));
      expect(described).toMatchObject({ name: 'one', type: 'STANDARD', creationDate: expect.any(Date) });
      expect(JSON.parse(described.definition)).toEqual(JSON.parse(waits));
      const listed = await client().send(new ListStateMachinesCommand({}));
      expect(listed.stateMachines).toContainEqual(expect.objectContaining({ stateMachineArn }));
      await client().send(new DeleteStateMachineCommand({ stateMachineArn }));
    });

    test('an execution runs and its history is told', async () => {
      const stateMachineArn = await create('two', doubles);
      const input = JSON.stringify({ n: 21 });
      const started = await client().send(new StartExecutionCommand({ stateMachineArn, name: 'run', input }));
      expect(started.startDate).toBeInstanceOf(Date);
      const describe = new DescribeExecutionCommand({ executionArn: started.executionArn });
      await expect.poll(async () => (await client().send(describe)).status).toBe('SUCCEEDED');
      expect(await client().send(describe)).toMatchObject({ output: '42', stopDate: expect.any(Date) });
      const { events } = await client().send(
        new GetExecutionHistoryCommand({ executionArn: started.executionArn, includeExecutionData: true }),
      );
      expect(events[0]).toMatchObject({ type: 'ExecutionStarted', timestamp: expect.any(Date) });
      expect(events.at(-1)).toMatchObject({ type: 'ExecutionSucceeded' });
      const other = new StartExecutionCommand({ stateMachineArn, name: 'run', input: '{"n":1}' });
      await expect(client().send(other)).rejects.toBeInstanceOf(ExecutionAlreadyExists);
    });

    test('a state is tested by itself', async () => {
      const state = { QueryLanguage: 'JSONata', Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Next: 'b' };
      const request = {
        definition: JSON.stringify({ ...state, Arguments: '{% $states.input.n * 2 %}' }),
        input: '{"n":21}',
        inspectionLevel: 'DEBUG' as const,
      };
      const tested = await client().send(new TestStateCommand({ ...request, mock: { result: '{"Payload":1}' } }));
      expect(tested).toMatchObject({
        status: 'SUCCEEDED',
        output: '{"Payload":1}',
        nextState: 'b',
        inspectionData: { input: '{"n":21}', afterArguments: '42' },
      });
      const wrong = new TestStateCommand({ ...request, definition: '{}' });
      await expect(client().send(wrong)).rejects.toBeInstanceOf(InvalidDefinition);
    });

    test('an execution is stopped and listed', async () => {
      const stateMachineArn = await create('three', waits);
      const { executionArn } = await client().send(new StartExecutionCommand({ stateMachineArn, name: 'long' }));
      const stopped = await client().send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'really' }));
      expect(stopped.stopDate).toBeInstanceOf(Date);
      const list = new ListExecutionsCommand({ stateMachineArn, statusFilter: 'ABORTED' });
      expect((await client().send(list)).executions).toMatchObject([{ executionArn, name: 'long' }]);
    });

    test('an EXPRESS execution answers at once', async () => {
      const stateMachineArn = await create('four', doubles, 'EXPRESS');
      const answer = await client().send(new StartSyncExecutionCommand({ stateMachineArn, input: '{"n":2}' }));
      expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '4', stopDate: expect.any(Date) });
    });

    test('errors have their names', async () => {
      await expect(create('five', '{"StartAt":"Nowhere","States":{}}')).rejects.toBeInstanceOf(InvalidDefinition);
      const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:nobody';
      const nobody = client().send(new StartExecutionCommand({ stateMachineArn }));
      await expect(nobody).rejects.toBeInstanceOf(StateMachineDoesNotExist);
    });
  },
);
