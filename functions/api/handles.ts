import type { Handle } from './call.ts';
import * as connections from './connections.ts';
import * as connectors from './connectors.ts';
import * as deadLetters from './dead-letters.ts';
import * as events from './events.ts';
import * as flows from './flows.ts';
import * as options from './options.ts';
import * as people from './people.ts';
import * as publish from './publish.ts';
import type { RouteId } from './router.ts';
import * as runFlow from './run-flow.ts';
import * as runs from './runs.ts';
import * as session from './session.ts';
import * as settings from './settings.ts';
import * as system from './system.ts';
import * as testConnection from './test-connection.ts';
import * as tokens from './tokens.ts';
import * as upcoming from './upcoming.ts';
import * as validate from './validate.ts';
import * as versions from './versions.ts';

/** What answers each route of the contract. */
export const handles: { readonly [Id in RouteId]: Handle<Id> } = {
  ...connections,
  ...connectors,
  ...deadLetters,
  ...events,
  ...flows,
  ...options,
  ...people,
  ...publish,
  ...runFlow,
  ...runs,
  ...session,
  ...settings,
  ...system,
  ...testConnection,
  ...tokens,
  ...upcoming,
  ...validate,
  ...versions,
};
