import type { Ports } from '#flows/connectors/ports.ts';
import { cryptoPort } from '#functions/connectors/ports/crypto.ts';

/** What verifying may touch: nothing outside, so a request cannot make this function call anybody. */
export const inboundPorts: Ports = {
  http: () => Promise.reject(new Error('Verifying a request calls nobody.')),
  now: Date.now,
  random: Math.random,
  crypto: cryptoPort,
};
