import type { Catalogue } from '#flows/connectors/define-connector.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Problem } from '#flows/language/problem.ts';
import type { Place } from './1-parse/locate.ts';
import { parseFlow } from './1-parse/parse.ts';
import { collectProblems } from './1-parse/problem-list.ts';
import { lowerFlow } from './3-lower/lower-flow.ts';
import type { CompileResult } from './compiled.ts';
import { estimateCost } from './cost.ts';
import { chooseType } from './machine-type.ts';
import { compileSchedule } from './schedule.ts';
import { reportSizes } from './sizes.ts';
import { compileSubscription } from './subscription.ts';
import { usedConnections, usedConnectors } from './used-connections.ts';

/** Where a compiled flow will run. */
export interface Deployment {
  /** Prefix of the ARNs of functions. */
  functionArn: string;
  /** IANA name, for schedules without a time zone of their own. */
  timeZone: string;
}

export interface CompileOptions {
  catalogue: Catalogue;
  /** Connector by name of every connection there is; absent: connections are not looked up. */
  connections?: Readonly<Record<string, string>>;
  deployment?: Partial<Deployment>;
}

const local: Deployment = {
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:millrace-',
  timeZone: 'UTC',
};

/**
 * Compiles the text of a flow: `compile(source, 'yaml', { catalogue })`. `problems` are in the order of the text;
 * `compiled` is there unless one of them is an error. Never throws, and gives the same bytes for the same arguments.
 */
export function compile(source: string, format: 'yaml' | 'json', options: CompileOptions): CompileResult {
  const { flow, problems, place } = parseFlow(source, format);
  if (!flow || hasErrors(problems)) return { problems };
  const { compiled, problems: found } = compileFlow(flow, { ...options, place });
  return { ...(compiled && { compiled }), problems: [...problems, ...found] };
}

/** Compiles a flow that is parsed already; `place` says where its nodes stand in its text. */
export function compileFlow(
  flow: Flow,
  { catalogue, deployment, place = (pointer) => ({ pointer }) }: CompileOptions & { place?: Place },
): CompileResult {
  const { functionArn, timeZone } = { ...local, ...deployment };
  const { problems, report } = collectProblems(place);
  const { type, deadline } = chooseType(flow, report);
  const { definition, sourceMap } = lowerFlow(flow, { catalogue, functionArn, type, deadline, report });
  const subscription = compileSubscription(flow, catalogue, type, report);
  const schedule = compileSchedule(flow, catalogue, timeZone, report);
  reportSizes(flow, definition, report);
  if (hasErrors(problems)) return { problems };
  return {
    compiled: {
      flow: flow.id,
      type,
      deadline,
      definition,
      subscription,
      ...(schedule && { schedule }),
      sourceMap,
      connectors: usedConnectors(flow),
      connections: usedConnections(flow),
      cost: estimateCost(flow, { type, deadline }),
    },
    problems,
  };
}

function hasErrors(problems: Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
