import { AwsError } from '../aws-error.ts';

const prefix = 'arn:aws:states:us-east-1:000000000000:';
/** Prefix of every state machine's ARN on one machine. */
const machineArnPrefix = `${prefix}stateMachine:`;

/** ARN of a state machine, or of one of its published versions. */
export function machineArn(name: string, version?: number): string {
  return version === undefined ? machineArnPrefix + name : `${machineArnPrefix}${name}:${version}`;
}

/** ARN of an execution; the key of an EXPRESS execution ends with a part of its own, since names may be used again. */
export function executionArn(machine: string, type: 'STANDARD' | 'EXPRESS', key: string): string {
  return `${prefix}${type === 'EXPRESS' ? 'express' : 'execution'}:${machine}:${key}`;
}

/** Name and version in a machine's ARN; throws InvalidArn for anything else. */
export function parseMachineArn(arn: string): { name: string; version?: number } {
  const [name, version, more] = resource(arn, 'stateMachine').split(':');
  if (!name || more !== undefined || (version !== undefined && !/^[1-9]\d{0,9}$/.test(version))) {
    throw invalidArn(`Invalid ARN: ${arn}`);
  }
  return version === undefined ? { name } : { name, version: Number(version) };
}

/** Machine and name in the ARN of a STANDARD execution; throws InvalidArn, for EXPRESS executions too, as AWS does. */
export function parseExecutionArn(arn: string): { machine: string; name: string } {
  const [machine, name, more] = resource(arn, 'execution').split(':');
  if (!machine || !name || more !== undefined) throw invalidArn(`Invalid ARN: ${arn}`);
  return { machine, name };
}

function resource(arn: string, type: string): string {
  if (!arn.startsWith(prefix)) throw invalidArn(`Invalid ARN prefix: ${arn}`);
  const rest = arn.slice(prefix.length);
  const colon = rest.indexOf(':');
  const actual = rest.slice(0, colon);
  if (actual !== type) throw invalidArn(`Resource type not valid in this context: ${actual}`);
  return rest.slice(colon + 1);
}

function invalidArn(reason: string): AwsError {
  return new AwsError('InvalidArn', `Invalid Arn: '${reason}'`);
}
