import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Which addresses are proxies whose word on the sender counts. */
export type IsProxy = (address: string) => boolean;

/** Reads MILLRACE_TRUSTED_PROXIES: addresses and networks with commas between; undefined when one cannot be read. */
export function trustedProxies(list: string): IsProxy | undefined {
  const proxies = new BlockList();
  for (const entry of list.split(',').map((text) => text.trim())) {
    if (entry === '') continue;
    const [network = '', bits, more] = entry.split('/');
    const family = isIP(network);
    const most = family === 6 ? 128 : 32;
    if (family === 0 || more !== undefined) return undefined;
    if (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)) return undefined;
    proxies.addSubnet(network, bits === undefined ? most : Number(bits), family === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => {
    const plain = withoutMapping(address);
    const family = isIP(plain);
    return family !== 0 && proxies.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

/**
 * Who sends a request: the other end of the connection, or where that is a trusted proxy, the last address in
 * X-Forwarded-For that is not. What stands before it anybody could have written.
 */
export function clientAddress(request: IncomingMessage, isProxy: IsProxy): string {
  let address = withoutMapping(request.socket.remoteAddress ?? '');
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',');
  const hops = forwarded.split(',').map((hop) => withoutPort(hop.trim()));
  while (isProxy(address)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = withoutMapping(before);
  }
  return address;
}

function withoutMapping(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** `192.0.2.1:4711` and `[2001:db8::1]:4711` without their port. */
function withoutPort(hop: string): string {
  return /^\[([^\]]+)\](:\d+)?$/.exec(hop)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(hop)?.[1] ?? hop;
}
