import type { Handle } from './call.ts';
import * as connections from './connections.ts';
import * as connectors from './connectors.ts';
import * as people from './people.ts';
import type { RouteId } from './router.ts';
import * as session from './session.ts';
import * as settings from './settings.ts';
import * as system from './system.ts';
import * as tokens from './tokens.ts';

/** What answers each route of the contract. */
export const handles = {
  ...connections,
  ...connectors,
  ...people,
  ...session,
  ...settings,
  ...system,
  ...tokens,
} satisfies Partial<{ [Id in RouteId]: Handle<Id> }>;
