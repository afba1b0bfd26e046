import { type LookupAddress, lookup } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector, Pool } from 'undici';
import type { AddressRules } from './address-rules.ts';

/** A connection that the address rules refuse. */
export class AddressRefused extends Error {
  /** As people know it, with what its name led to. */
  readonly address: string;

  constructor(host: string, address: string) {
    const shown = host === address ? host : `${host} (${address})`;
    super(`${shown} is not an address on the public internet.`);
    this.name = 'AddressRefused';
    this.address = shown;
  }
}

/** Milliseconds for reaching a server: name, connection and TLS together. */
export const connectTimeout = 5000;

/**
 * A pool of kept connections in which every connection is made to an address that the rules allow. The name is looked
 * up once and the connection goes to the very address that was judged, so that a name cannot change in between.
 */
export function guardedAgent(rules: AddressRules): Agent {
  return new Agent({
    factory(origin, options) {
      const url = new URL(origin);
      const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
      return new Pool(url, { ...options, connect: guardedConnector(rules, port) });
    },
    connections: 64,
    keepAliveTimeout: 4000,
    maxRedirections: undefined,
  } as Agent.Options);
}

function guardedConnector(rules: AddressRules, port: number): buildConnector.connector {
  const connect = buildConnector({
    timeout: connectTimeout,
    lookup(host, options, done) {
      lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
        if (error) return done(error, '', 0);
        const refused = found.find(({ address }) => !rules.allows(address, host, port));
        if (refused) return done(new AddressRefused(host, refused.address), '', 0);
        const [first] = found as [LookupAddress];
        return options.all ? done(null, found) : done(null, first.address, first.family);
      });
    },
  });
  return (options, done) => {
    const host = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !rules.allows(host, host, port)) return done(new AddressRefused(host, host), null);
    return connect(options, done);
  };
}
