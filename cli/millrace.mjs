#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { runWithNode } from '../infra/local/run-with-node.mjs';

await runWithNode(fileURLToPath(new URL('main.ts', import.meta.url)));
