import { BlockList, isIP } from 'node:net';

/** Who may be called: the address that a host name led to, or undefined why it may not be. */
export interface AddressRules {
  /** True when the address may be called as this host and port. */
  allows(address: string, host: string, port: number): boolean;
}

/**
 * Ranges that are not the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry and
 * iana-ipv6-special-registry.
 */
const special: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.88.99.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  // Only 2000::/3 is given to the public internet; NAT64 and mapped addresses are judged as the IPv4 in them.
  ['::', 3, 'ipv6'],
  ['4000::', 2, 'ipv6'],
  ['8000::', 1, 'ipv6'],
  // Protocols: Teredo, benchmarks, AMT, ORCHID, drones.
  ['2001::', 23, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['3fff::', 20, 'ipv6'],
];

/**
 * Rules that refuse everything but the public internet, except what `allowed` lists: `host`, `host:port` or CIDR,
 * separated by commas (MILLRACE_ALLOW_ADDRESSES). Throws a sentence about an entry that cannot be read.
 */
export function addressRules(allowed: string): AddressRules {
  // A list of each family: one of both would take IPv4 for a part of ::/3.
  const refused = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const [network, bits, family] of special) refused[family].addSubnet(network, bits, family);
  const networks = new BlockList();
  const hosts = new Set<string>();
  for (const entry of allowed.split(',').map((text) => text.trim().toLowerCase())) {
    if (entry === '') continue;
    if (entry.includes('/')) addNetwork(networks, entry);
    else hosts.add(entry);
  }
  return {
    allows(address, host, port) {
      const plain = embeddedIpv4(address);
      const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
      if (!refused[family].check(plain, family)) return true;
      if (networks.check(plain, family)) return true;
      const names = [host.toLowerCase(), plain].map((name) => (name.includes(':') ? `[${name}]` : name));
      return names.some((name) => hosts.has(name) || hosts.has(`${name}:${port}`));
    },
  };
}

function addNetwork(networks: BlockList, entry: string): void {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32)) {
    throw new Error(`MILLRACE_ALLOW_ADDRESSES: "${entry}" is not a network such as 10.0.0.0/8.`);
  }
  networks.addSubnet(network, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
}

/** IPv4 addresses written as IPv6 (mapped `::ffff:0:0/96`, NAT64 `64:ff9b::/96`) are judged as what they lead to. */
function embeddedIpv4(address: string): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const prefix = groups
    .slice(0, 6)
    .map((group) => group.toString(16))
    .join(':');
  if (prefix !== '0:0:0:0:0:ffff' && prefix !== '64:ff9b:0:0:0:0') return address;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function groupsOf(address: string): number[] {
  const text = (address.split('%')[0] as string).replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a, b, c, d) =>
    [(Number(a) << 8) | Number(b), (Number(c) << 8) | Number(d)].map((group) => group.toString(16)).join(':'),
  );
  const [head = '', tail] = text.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  return tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill(0), ...last];
}
