import { connectionRoutes, connectorRoutes } from './connections.ts';
import { eventRoutes } from './events.ts';
import { flowRoutes } from './flows.ts';
import { runRoutes } from './runs.ts';
import { sessionRoutes } from './session.ts';
import { systemRoutes } from './settings.ts';
import { trialRoutes } from './trial.ts';

/** Every route of the API by its id. */
export const api = {
  ...flowRoutes,
  ...trialRoutes,
  ...runRoutes,
  ...connectionRoutes,
  ...connectorRoutes,
  ...eventRoutes,
  ...sessionRoutes,
  ...systemRoutes,
};
