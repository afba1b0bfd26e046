import { type Catalogue, readCatalogue } from './catalogue.ts';
import { type OpenConnection, openConnection } from './connection.ts';
import { getHook, type Hook } from './hook.ts';
import { readSettings, type Settings } from './settings.ts';
import { type Subscription, subscriptionsOf } from './subscription.ts';
import { readVersion, type StoredVersion } from './version.ts';
import { awaitedKeys } from './wait.ts';

/** Configuration as it is now; each thing is read once until the catalogue moves. */
export interface Configuration {
  catalogue: Catalogue;
  hook(key: string): Promise<Hook | undefined>;
  subscriptions(key: string): Promise<Subscription[]>;
  /** Keys of events that runs may wait for. */
  awaited(): Promise<Set<string>>;
  connection(name: string): Promise<OpenConnection | undefined>;
  settings(): Promise<Settings>;
  version(flow: string, version: number): Promise<StoredVersion | undefined>;
}

/** Milliseconds for which an answer about the catalogue's version may be used again. */
const maxAge = 2;

/** Milliseconds after which a connection's plain secrets are forgotten although nothing changed. */
const memoryLimit = 300_000;

/**
 * Returns a function that gives the configuration as it was a few milliseconds ago at most. Callers share a read that is
 * under way, so that its cost does not grow with the load.
 */
export function configuration(now: () => number = Date.now): () => Promise<Configuration> {
  let kept: { configuration: Configuration; since: number } | undefined;
  let readAt = 0;
  let reading: Promise<Configuration> | undefined;

  const read = async (): Promise<Configuration> => {
    const startedAt = now();
    const catalogue = await readCatalogue();
    const stale = kept?.configuration.catalogue.version !== catalogue.version || startedAt - kept.since > memoryLimit;
    if (!kept || stale) kept = { configuration: { catalogue, ...memory() }, since: startedAt };
    else kept.configuration.catalogue = catalogue;
    readAt = startedAt;
    return kept.configuration;
  };

  return () => {
    if (kept && now() - readAt < maxAge) return Promise.resolve(kept.configuration);
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  };
}

function memory() {
  const settings = remembered(readSettings);
  const awaited = remembered(awaitedKeys);
  const version = remembered((key) => {
    const [flow, number] = key.split('#') as [string, string];
    return readVersion(flow, Number(number));
  });
  return {
    hook: remembered(getHook),
    subscriptions: remembered(subscriptionsOf),
    connection: remembered(openConnection),
    settings: () => settings(''),
    awaited: () => awaited(''),
    version: (flow: string, number: number) => version(`${flow}#${number}`),
  };
}

/** Answers from the first read of each key; failures and things that do not exist are asked for again. */
function remembered<T>(load: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const before = known.get(key);
    if (before) return before;
    const loading = load(key);
    known.set(key, loading);
    loading.then(
      (value) => value === undefined && known.delete(key),
      () => known.delete(key),
    );
    return loading;
  };
}
