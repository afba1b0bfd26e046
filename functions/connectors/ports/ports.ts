import type { Ports } from '#flows/connectors/ports.ts';
import { addressRules } from './address-rules.ts';
import { cryptoPort } from './crypto.ts';
import { guardedAgent } from './guarded-connect.ts';
import { httpPort } from './http.ts';

/** Returns a function that gives the ports for one connector call; they share one pool of connections. */
export function ports(allowedAddresses: string): (signal: AbortSignal) => Ports {
  const agent = guardedAgent(addressRules(allowedAddresses));
  return (signal) => ({
    http: httpPort(agent, signal, Date.now),
    now: Date.now,
    random: Math.random,
    crypto: cryptoPort,
  });
}
