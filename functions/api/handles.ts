import * as connections from './connections/connections.ts';
import * as connectors from './connections/connectors.ts';
import * as options from './connections/options.ts';
import * as testConnection from './connections/test-connection.ts';
import type { Handle } from './door/call.ts';
import type { RouteId } from './door/router.ts';
import * as flows from './flows/flows.ts';
import * as pins from './flows/pins.ts';
import * as publish from './flows/publish.ts';
import * as runFlow from './flows/run-flow.ts';
import * as testStep from './flows/test-step.ts';
import * as upcoming from './flows/upcoming.ts';
import * as validate from './flows/validate.ts';
import * as versions from './flows/versions.ts';
import * as people from './people/people.ts';
import * as session from './people/session.ts';
import * as tokens from './people/tokens.ts';
import * as deadLetters from './runs/dead-letters.ts';
import * as events from './runs/events.ts';
import * as runs from './runs/runs.ts';
import * as settings from './settings.ts';
import * as system from './system.ts';

/** What answers each route of the contract. */
export const handles: { readonly [Id in RouteId]: Handle<Id> } = {
  ...connections,
  ...connectors,
  ...deadLetters,
  ...events,
  ...flows,
  ...options,
  ...people,
  ...pins,
  ...publish,
  ...runFlow,
  ...runs,
  ...session,
  ...settings,
  ...system,
  ...testConnection,
  ...testStep,
  ...tokens,
  ...upcoming,
  ...validate,
  ...versions,
};
