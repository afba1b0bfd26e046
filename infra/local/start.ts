import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Types are stripped and code is compiled at the first start only: this must run before anything else is loaded.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/millrace'));
const { startServer } = await import('./server.ts');
await startServer();
