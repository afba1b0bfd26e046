import middy from '@middy/core';
import { again } from '#flows/compiler/retry.ts';
import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import type { Calls, Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import { operationOf } from '#flows/connectors/operation-of.ts';
import type { Json } from '#flows/language/json.ts';
import { failure } from '#flows/text/failure.ts';
import { passingFailure } from '#functions/aws/passing-failure.ts';
import { logCall } from '#functions/middleware/log-call.ts';
import { hideByName } from '#functions/middleware/redact.ts';
import type { Configuration } from '#functions/store/configuration.ts';
import { claimEffect } from '#functions/store/effect.ts';
import { allowedConnection } from './call/allowed-connection.ts';
import { callOnce, type Invocation } from './call/call-once.ts';
import { type Host, hostOf, mustGoOn, type Permitted } from './call/host.ts';
import { recordOutcome } from './call/record-outcome.ts';
import { TaskFailure, taskError } from './call/task-error.ts';
import { readPayload } from './read-payload.ts';

/** The Lambda function of a connector: one action a call, at least once claimed, at most once succeeded. */
export function connectorHandler(connector: Connector, calls: Calls) {
  const host = hostOf(connector, calls);

  async function call(event: unknown, context: Invocation): Promise<Json> {
    const step = (event as TaskPayload | null)?.step ?? '';
    try {
      const payload = readPayload(event);
      const settings = await host.configured();
      await mustGoOn(host, payload, settings);
      return await callOnce(host, payload, await permitted(host, payload, settings), settings, context);
    } catch (error) {
      // What AWS refuses here came before the call: to ask again repeats nothing.
      if (passingFailure(error)) throw new TaskFailure(failure(again, { id: 'recordsBusy' }), step, undefined);
      throw taskError(error, step);
    }
  }

  return middy<TaskPayload, Json>({ timeoutEarlyInMillis: 0 })
    .use(
      logCall<TaskPayload, Json>(connector.id, ({ run, step, path, operation, attempt: tries }) => ({
        run,
        step,
        path,
        operation,
        tries,
      })),
    )
    .handler(call);
}

/** The action with its connection. A refusal is recorded, so that the run can be told from what is kept. */
async function permitted(host: Host, payload: TaskPayload, settings: Configuration): Promise<Permitted> {
  try {
    const { action, run } = called(host, payload);
    return { action, run, ...(await allowedConnection(payload, action, host.connector, settings)) };
  } catch (error) {
    const claimed = error instanceof ConnectorError ? await claimEffect(payload, Date.now()) : undefined;
    if (claimed?.state === 'won') {
      const { failure: refused } = taskError(error, payload.step);
      const end = { endedAt: new Date().toISOString(), input: hideByName(payload.input), error: refused };
      await recordOutcome(claimed.claim, end, Date.now() + payload.timeout);
    }
    throw error;
  }
}

function called(
  { connector, calls }: Host,
  { operation, contract }: TaskPayload,
): { action: Action; run: Run<Action> } {
  const action = operationOf({ [connector.id]: connector }, operation, 'actions');
  const run = calls.actions[operation.split('.')[1] ?? ''];
  if (!action || !run) throw new ConnectorError('InvalidInput', { id: 'operationGone', params: { operation } });
  if (contract > connector.version) {
    throw new ConnectorError('Internal', { id: 'operationNewer', params: { operation } });
  }
  return { action, run };
}
