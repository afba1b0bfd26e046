import { AwsError } from '../aws-error.ts';
import { seededRandom } from '../stepfunctions/seeded-random.ts';
import { brokenError, partlyRefused, throttleError } from './aws-faults.ts';
import type { FaultyService } from './faulty-service.ts';

/** How often AWS is to misbehave in a test. Shares are of all calls, from 0 to 1. */
export interface FaultPlan {
  seed: number;
  share: number;
  /** Shares of a service (`dynamodb`) or of one operation (`states.StartSyncExecution`) that differ. */
  shares?: Readonly<Record<string, number>>;
  /** Milliseconds by which a call may be delayed that nothing else happens to. */
  longestDelay: number;
}

/** What went wrong with a call: `lost`, it had its effect and its answer did not come. */
export type FaultKind = 'throttled' | 'broken' | 'lost' | 'partial' | 'delayed';

/** Lets calls of the embedded AWS go wrong as they do on AWS. */
export interface Faults {
  /** The answer of the call, or an error by AWS's own name; the same plan draws the same faults in the same order of calls. */
  around<T extends object>(
    service: FaultyService,
    operation: string,
    input: object,
    call: (input: object) => Promise<T>,
  ): Promise<T>;
  /** How often each thing went wrong, by `service.Operation kind`. */
  counts(): Readonly<Record<string, number>>;
}

/** Makes the faults of a plan. Only tests hand them to the platform. */
export function faults({ seed, share, shares = {}, longestDelay }: FaultPlan): Faults {
  const random = seededRandom([seed, 0], { id: seed, started: 0 }, 0);
  const counts: Record<string, number> = {};

  const drawn = (service: FaultyService, operation: string): FaultKind | undefined => {
    const own = shares[`${service}.${operation}`] ?? shares[service] ?? share;
    const [hit, kind] = [random(), random()];
    if (hit >= own) return undefined;
    if (kind < 0.3) return 'throttled';
    if (kind < 0.45) return 'broken';
    if (kind < 0.65) return 'lost';
    return kind < 0.8 ? 'partial' : 'delayed';
  };

  return {
    counts: () => counts,
    async around(service, operation, input, call) {
      const kind = drawn(service, operation);
      if (kind === undefined) return call(input);
      const name = `${service}.${operation} ${kind}`;
      counts[name] = (counts[name] ?? 0) + 1;
      if (kind === 'throttled') throw throttleError(service, operation, input);
      if (kind === 'broken') throw brokenError(service);
      if (kind === 'partial') return (await partlyRefused(operation, input, call)) ?? call(input);
      if (kind === 'delayed') await new Promise((resolve) => setTimeout(resolve, random() * longestDelay));
      const answer = await call(input);
      if (kind === 'lost') throw brokenError(service);
      return answer;
    },
  };
}

/** The operations of a service with faults. */
export function faultyOperations<Operations extends object>(
  faults: Faults | undefined,
  service: FaultyService,
  operations: Operations,
): Operations {
  if (!faults) return operations;
  const known = operations as Record<string, (input: object) => Promise<object>>;
  const faulty = Object.entries(known).map(([name, operation]) => [
    name,
    (input: object) => faults.around(service, name, input, operation),
  ]);
  return Object.fromEntries(faulty) as Operations;
}

/** A client of DynamoDB, whichever it is, with faults. */
export function faultyClient<Client extends { send(command: never): Promise<unknown> }>(
  faults: Faults | undefined,
  client: Client,
): Client {
  if (!faults) return client;
  const send = async (command: { input: object }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const Command = command.constructor as new (input: object) => object;
    try {
      return await faults.around('dynamodb', operation, command.input, async (input) => {
        const sent = input === command.input ? command : new Command(input);
        return (await client.send(sent as never)) as object;
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const $metadata = { httpStatusCode: error.status };
      throw Object.assign(error, error.members, { $fault: error.status < 500 ? 'client' : 'server', $metadata });
    }
  };
  return { send } as unknown as Client;
}
