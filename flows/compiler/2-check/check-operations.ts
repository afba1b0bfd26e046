import type { Connector, Trigger } from '#flows/connectors/define-connector.ts';
import { eachStep } from '#flows/language/each-step.ts';
import { nearest } from '#flows/language/nearest.ts';
import type { Pointer } from '#flows/language/problem.ts';
import type { Checking } from './checking.ts';

/** One mention of a connector's trigger or action. */
interface Mention {
  kind: 'triggers' | 'actions';
  use: string;
  connection: string | undefined;
  /** Of what holds the mention; the name itself stands in its field `field`. */
  pointer: Pointer;
  field: string;
}

/** Checks that connectors, triggers, actions and connections exist and belong together. */
export function checkOperations(checking: Checking): void {
  for (const mention of mentions(checking)) checkMention(checking, mention);
}

function mentions({ flow }: Checking): Mention[] {
  const { use, connection, pointer } = flow.trigger;
  const trigger: Mention = { kind: 'triggers', use, connection, pointer, field: 'use' };
  const inSteps = eachStep(flow.steps).flatMap((step): Mention[] => {
    if (step.kind === 'action') {
      return [{ kind: 'actions', use: step.use, connection: step.connection, pointer: step.pointer, field: 'use' }];
    }
    if (step.kind !== 'wait' || step.wait.kind !== 'event') return [];
    const { event, connection: of } = step.wait;
    return [{ kind: 'triggers', use: event, connection: of, pointer: [...step.pointer, 'wait'], field: 'event' }];
  });
  return [trigger, ...inSteps];
}

function checkMention(checking: Checking, mention: Mention): void {
  const { catalogue, report } = checking;
  if (mention.use === '') return;
  const [id = '', name = ''] = mention.use.split('.');
  const at = [...mention.pointer, mention.field];
  const connector = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
  if (!connector) {
    report('unknownConnector', { connector: id, suggestion: nearest(id, Object.keys(catalogue)) }, at);
    return;
  }
  const operation = checking[mention.kind === 'actions' ? 'action' : 'trigger'](mention.use);
  if (operation) {
    checkConnection(checking, mention, connector, operation.connection);
    if (mention.field === 'event') checkAwaited(checking, mention, operation as Trigger, at);
  } else {
    reportUnknown(checking, mention, connector, name, at);
  }
}

// What comes to a flow's own address is meant for its own runs; of other events of core nobody hears but whom they start.
function checkAwaited(
  { flow, report }: Checking,
  { use, connection, pointer }: Mention,
  { kind }: Trigger,
  at: Pointer,
) {
  const own = use === 'core.webhook' && (flow.trigger.use === use || flow.trigger.use === '');
  if (use.startsWith('core.') ? !own : kind !== 'webhook') report('cannotWaitFor', { event: use }, at);
  if (own && connection !== undefined)
    report('connectionUnused', { operation: use }, [...pointer, 'connection'], 'key');
}

function reportUnknown({ report }: Checking, { kind }: Mention, connector: Connector, name: string, at: Pointer): void {
  const other = kind === 'actions' ? 'triggers' : 'actions';
  const params = { connector: connector.name, name, suggestion: nearest(name, Object.keys(connector[kind])) };
  if (Object.hasOwn(connector[other], name)) {
    report(kind === 'actions' ? 'triggerAsAction' : 'actionAsTrigger', { name: `${connector.id}.${name}` }, at);
  } else {
    report(kind === 'actions' ? 'unknownAction' : 'unknownTrigger', params, at);
  }
}

function checkConnection(
  { connections, report }: Checking,
  { use, connection: name, pointer }: Mention,
  { id }: Connector,
  need: 'required' | 'optional' | 'none',
): void {
  const at = [...pointer, 'connection'];
  if (name === undefined) {
    if (need === 'required') report('connectionNeeded', { operation: use }, pointer);
  } else if (need === 'none') {
    report('connectionUnused', { operation: use }, at, 'key');
  } else if (connections) {
    const connector = Object.hasOwn(connections, name) ? connections[name] : undefined;
    const fitting = Object.keys(connections).filter((each) => connections[each] === id);
    if (connector === undefined)
      report('unknownConnection', { name, connector: id, suggestion: nearest(name, fitting) }, at);
    else if (connector !== id) report('connectionOfOther', { name, connector, expected: id }, at);
  }
}
