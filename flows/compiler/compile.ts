import type { Catalogue } from '#flows/connectors/define-connector.ts';
import { type Calendar, plainCalendar } from '#flows/language/calendar.ts';
import type { Flow } from '#flows/language/flow.ts';
import type { Problem } from '#flows/language/problem.ts';
import { type ParsedFlow, parseFlow } from './1-parse/parse.ts';
import { checkFlow } from './2-check/check.ts';
import { checkHidden } from './2-check/check-names.ts';
import { lowerFlow } from './3-lower/lower-flow.ts';
import { calendarUsed } from './bound/bind.ts';
import type { CompiledFlow, CompileResult } from './compiled.ts';
import { estimateCost } from './measure/cost.ts';
import { chooseType } from './measure/machine-type.ts';
import { reportSizes } from './measure/sizes.ts';
import type { Place } from './source/locate.ts';
import { collectProblems, inOneList, type Report } from './source/problem-list.ts';
import { awaitedEvents } from './trigger/awaited-events.ts';
import { compileSchedule } from './trigger/schedule.ts';
import { compileSubscription } from './trigger/subscription.ts';
import { usedConnections, usedConnectors } from './trigger/used-connections.ts';

/** Where a compiled flow will run. */
export interface Deployment extends Calendar {
  /** Prefix of the ARNs of functions. */
  functionArn: string;
}

export interface CompileOptions {
  catalogue: Catalogue;
  /** Connector by name of every connection there is; absent: connections are not looked up. */
  connections?: Readonly<Record<string, string>>;
  /** Whether each flow there is, or each that the flow calls, is published; absent: called flows are not looked up. */
  flows?: Readonly<Record<string, boolean>>;
  deployment?: Partial<Deployment>;
}

const local: Deployment = {
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:millrace-',
  ...plainCalendar,
};

/**
 * Compiles the text of a flow: `compile(source, 'yaml', { catalogue })`. `compiled` is there unless a problem is an
 * error. Hand in `connections` where a missing one must be an error (publishing), `deployment` where the definition
 * will run elsewhere than on one machine. Never throws, and gives the same bytes for the same arguments.
 */
export function compile(source: string, format: 'yaml' | 'json', options: CompileOptions): CompileResult {
  return compileParsed(parseFlow(source, format), options);
}

/** As `compile`, for a text that is parsed already. */
export function compileParsed(parsed: ParsedFlow, options: CompileOptions): CompileResult {
  const { flow, readable, problems, place } = parsed;
  if (!flow || hasErrors(problems)) {
    const context = { ...options, calendar: calendarOf(options), place, ...(readable && { unread: readable }) };
    return { problems: inOneList(problems, readable ? checkFlow(readable.flow, context) : []) };
  }
  const { compiled, problems: found } = compileFlow(flow, { ...options, place });
  return { ...(compiled && { compiled }), problems: inOneList(problems, found) };
}

/** Compiles a flow that is parsed already; `place` says where its nodes stand in its text. */
export function compileFlow(
  flow: Flow,
  { place = (pointer) => ({ pointer }), ...options }: CompileOptions & { place?: Place },
): CompileResult {
  const wrong = checkFlow(flow, { ...options, calendar: calendarOf(options), place });
  if (hasErrors(wrong)) return { problems: wrong };
  const { problems, report } = collectProblems(place);
  const compiled = lower(flow, options, report);
  return { ...(!hasErrors(problems) && { compiled }), problems: inOneList(wrong, problems) };
}

function lower(flow: Flow, options: CompileOptions, report: Report): CompiledFlow {
  const { catalogue, deployment } = options;
  const { functionArn } = { ...local, ...deployment };
  const calendar = calendarOf(options);
  const { type, deadline } = chooseType(flow, report);
  const { definition, sourceMap } = lowerFlow(flow, { catalogue, functionArn, type, deadline, calendar, report });
  const schedule = compileSchedule(flow, catalogue, calendar.timeZone);
  const waits = awaitedEvents(flow);
  const subscription = compileSubscription(flow, catalogue, calendar, report);
  checkHidden(flow, [definition, subscription], report);
  const used = calendarUsed(JSON.stringify([definition, subscription]), calendar);
  reportSizes(flow, definition, report);
  return {
    flow: flow.id,
    type,
    deadline,
    definition,
    subscription,
    ...(schedule && { schedule }),
    ...(used && { calendar: used }),
    ...(waits.length > 0 && { waits }),
    sourceMap,
    connectors: usedConnectors(flow),
    connections: usedConnections(flow),
    cost: estimateCost(flow, { type, deadline }),
  };
}

function calendarOf({ deployment }: CompileOptions): Calendar {
  const { timeZone, holidays, makeUpDays } = { ...local, ...deployment };
  return { timeZone, holidays, makeUpDays };
}

function hasErrors(problems: Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'error');
}
