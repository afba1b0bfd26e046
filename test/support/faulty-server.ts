import { faults } from '#infra/local/faults/faults.ts';
import { startServer } from '#infra/local/server.ts';
import { faultLine, faultPlan } from './fault-plan.ts';

/** The server on an AWS that throttles, breaks and loses answers; tests start it in the place of infra/local/start.ts. */
const plan = faultPlan();
const wrong = plan && faults(plan);
process.on('exit', () => console.error(faultLine(wrong?.counts() ?? {})));
await startServer(wrong);
