import { join } from 'node:path';
import { terminalLanguage, text } from '#flows/text/terminal.ts';
import { judgeHead } from '#functions/api/flows/judge-head.ts';
import { ensureAdministrator, registerLocalToken } from '#functions/api/people/administrator.ts';
import { reconcile } from '#functions/publish/reconcile.ts';
import { blueprint } from '../blueprint.ts';
import { buildConsole } from './build-console.ts';
import { callHttp } from './call-http.ts';
import { type Configuration, readConfiguration } from './configuration.ts';
import { openControlDoor } from './control/control-door.ts';
import { controlRequests } from './control/control-requests.ts';
import { functionEnvironment } from './environment.ts';
import type { Faults } from './faults/faults.ts';
import { startGateway } from './http/gateway.ts';
import type { HttpEvent } from './http/payload.ts';
import { startPlatform } from './platform.ts';
import { serveWire } from './serve-wire.ts';
import { type DataFolder, folderToken, openDataFolder } from './storage/data-folder.ts';
import { FolderError } from './storage/folder-error.ts';

const root = join(import.meta.dirname, '../..');
/** Of what is said at the start; what is reported later is a log. */
const language = terminalLanguage(undefined, process.env);
const report = (sentence: string): void => console.error(sentence);

/** Starts the product on this machine, or says in one sentence why not. Tests hand in `faults`. */
export async function startServer(faults?: Faults): Promise<void> {
  try {
    await start(faults);
  } catch (error) {
    console.error(explain(error));
    process.exit(1);
  }
}

/** Step by step, and stopped in the mirrored order. */
async function start(faults: Faults | undefined): Promise<void> {
  const configuration = readConfiguration(process.env, language);
  const folder = openDataFolder(configuration.dataFolder);
  // The port is taken first: a second server must not touch anything before it learns that it is one too many.
  const gateway = await startGateway({
    host: configuration.host,
    port: configuration.port,
    routes: blueprint.routes,
    call: (name, event) => ready.then((call) => call(name, event)),
    admit: (name, event) => ready.then(() => (name === 'api' ? judgeHead(event) : undefined)),
    isProxy: configuration.isProxy,
    consoleFolder: join(root, 'console/dist'),
  });
  const url = `http://${configuration.host.includes(':') ? `[${configuration.host}]` : configuration.host}:${gateway.port}`;
  Object.assign(process.env, functionEnvironment({ ...configuration, publicUrl: configuration.publicUrl ?? url }));

  const [platform] = await Promise.all([
    startPlatform(root, folder, report, configuration.retentionDays, faults),
    buildConsole(root, language),
  ]);
  const administrator = await ensureAdministrator(Date.now());
  await registerLocalToken(folderToken(folder, configuration.token), Date.now());
  await reconcile(Date.now(), { alone: true });
  open((name, event) => callHttp(platform.lambda, `${blueprint.functionPrefix}${name}`, event));
  platform.run();
  const wire =
    configuration.awsPort === undefined ? undefined : await serveWire(platform, folder, configuration.awsPort, report);
  const door = await openControlDoor(folder.path, controlRequests(platform, folder, url)).catch((error: Error) => {
    report(
      `Backups can be made only while Millrace is stopped, because ${folder.path} takes no socket: ${error.message}`,
    );
  });
  welcome(url, configuration, folder, administrator);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(130);
    stopping = true;
    await Promise.all([door?.close(), wire?.stop(), gateway.close()]);
    await platform.stop();
    folder.unlock();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}

type Call = (name: string, event: HttpEvent) => Promise<unknown>;
/** Requests that come while the services start wait for them. */
const { promise: ready, resolve: open } = Promise.withResolvers<Call>();

function welcome(
  url: string,
  { dataFolder }: Configuration,
  folder: DataFolder,
  administrator: { name: string; password: string } | undefined,
): void {
  const lines = [text(language, 'ready', { url })];
  if (administrator) lines.push('', text(language, 'firstSignIn', administrator));
  lines.push('', text(language, 'whereData', { folder: dataFolder, file: folder.file('token') }));
  console.log(lines.join('\n'));
}

/** One sentence for what a person can repair; anything else keeps its stack, for it is a fault of ours. */
function explain(error: unknown): string {
  if (error instanceof FolderError) return text(language, error.code, error.params);
  const { code, port = 0, address = '', message, stack } = error as Failed;
  if (code === 'EADDRINUSE') return text(language, 'portTaken', { port, address });
  if (code === 'EACCES') return text(language, 'notPermitted', { reason: message });
  return code === 'DATA_LOCKED' || code === undefined ? message : (stack ?? message);
}

type Failed = NodeJS.ErrnoException & { port?: number; address?: string };
