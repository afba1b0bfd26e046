import type { TaskPayload } from '#flows/compiler/task-payload.ts';
import type { Calls, Run } from '#flows/connectors/calls.ts';
import { ConnectorError } from '#flows/connectors/connector-error.ts';
import type { Action, Connector } from '#flows/connectors/define-connector.ts';
import { type Configuration, configuration } from '#functions/store/configuration.ts';
import type { EffectClaim } from '#functions/store/effect.ts';
import { ports } from '../ports/ports.ts';
import type { AllowedConnection } from './allowed-connection.ts';
import type { FlowTexts } from './carried-output.ts';
import { stopWatch } from './stop-watch.ts';

/** What the function of a connector holds from one call to the next. */
export interface Host {
  connector: Connector;
  calls: Calls;
  configured: () => Promise<Configuration>;
  stopped: ReturnType<typeof stopWatch>;
  ports: ReturnType<typeof ports>;
}

/** What may be done: an action, with its connection. */
export interface Permitted extends AllowedConnection {
  action: Action;
  run: Run<Action>;
}

/** A call that is about to be made. */
export interface Task extends Permitted {
  payload: TaskPayload;
  claim: EffectClaim;
  uncertain: boolean;
  /** Milliseconds since 1970. */
  deadline: number;
  /** When the machine must have its answer. */
  answerBy: number;
  texts: FlowTexts;
}

/** What the function of this connector holds. */
export function hostOf(connector: Connector, calls: Calls): Host {
  return {
    connector,
    calls,
    configured: configuration(),
    stopped: stopWatch(),
    ports: ports(process.env.MILLRACE_ALLOW_ADDRESSES ?? ''),
  };
}

/** Throws ConnectorError Conflict when the run was stopped: nothing of it is called any more. */
export async function mustGoOn({ stopped }: Host, { run }: TaskPayload, { catalogue }: Configuration): Promise<void> {
  if (await stopped(run, catalogue.stops)) throw new ConnectorError('Conflict', { id: 'runStopped' });
}
