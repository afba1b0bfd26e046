import { fileURLToPath } from 'node:url';
import { runWithNode } from './run-with-node.mjs';

await runWithNode(fileURLToPath(new URL('start.ts', import.meta.url)));
