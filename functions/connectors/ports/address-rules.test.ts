import { expect, it } from 'vitest';
import { addressRules } from './address-rules.ts';

const none = addressRules('');
const some = addressRules('127.0.0.1:9000, 10.1.0.0/16 ,intranet.example, [::1]:8080,fd00::/8');

it.each<[string, string, number, boolean, boolean]>([
  // address, host, port, allowed by none, allowed by some
  ['93.184.216.34', 'example.com', 443, true, true],
  ['2606:2800:220:1::1', 'example.com', 443, true, true],
  ['127.0.0.1', '127.0.0.1', 80, false, false],
  ['127.0.0.1', '127.0.0.1', 9000, false, true],
  ['127.0.0.1', 'localhost', 9000, false, true],
  ['127.8.8.8', '127.8.8.8', 9000, false, false],
  ['0.0.0.0', '0.0.0.0', 80, false, false],
  ['10.1.2.3', 'db.example', 80, false, true],
  ['10.2.2.3', 'db.example', 80, false, false],
  ['172.16.0.1', 'x', 80, false, false],
  ['172.31.255.255', 'x', 80, false, false],
  ['172.32.0.1', 'x', 80, true, true],
  ['192.168.1.1', 'x', 80, false, false],
  ['192.168.1.1', 'Intranet.Example', 80, false, true],
  ['169.254.169.254', 'metadata', 80, false, false],
  ['100.100.100.200', 'x', 80, false, false],
  ['224.0.0.1', 'x', 80, false, false],
  ['255.255.255.255', 'x', 80, false, false],
  ['::1', '::1', 80, false, false],
  ['::1', '::1', 8080, false, true],
  ['::', '::', 80, false, false],
  ['::ffff:127.0.0.1', '::ffff:127.0.0.1', 80, false, false],
  ['::ffff:7f00:1', '::ffff:7f00:1', 80, false, false],
  ['::ffff:10.1.2.3', 'x', 80, false, true],
  ['::ffff:93.184.216.34', 'x', 80, true, true],
  ['64:ff9b::a9fe:a9fe', 'x', 80, false, false],
  ['64:ff9b::5db8:d822', 'x', 80, true, true],
  ['fe80::1', 'x', 80, false, false],
  ['fc00::1', 'x', 80, false, false],
  ['fd00::1', 'x', 80, false, true],
  ['fd00:ec2::254', 'x', 80, false, true],
  ['2002:7f00:1::', 'x', 80, false, false],
  // IPv4 translated by a stateless gateway, with and without dots.
  ['::ffff:0:127.0.0.1', 'x', 80, false, false],
  ['::ffff:0:a01:203', 'x', 80, false, false],
  // Teredo carries the IPv4 of somebody's network.
  ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'x', 80, false, false],
  ['2001:2::1', 'x', 80, false, false],
  ['2001:20::1', 'x', 80, false, false],
  ['2001:200::1', 'x', 80, true, true],
  ['2001:4860:4860::8888', 'dns.example', 443, true, true],
  ['2400:3200::1', 'dns.example', 443, true, true],
  ['3fff::1', 'x', 80, false, false],
  ['5f00::1', 'x', 80, false, false],
  ['64:ff9b:1::a00:1', 'x', 80, false, false],
  ['100::1', 'x', 80, false, false],
  ['fec0::1', 'x', 80, false, false],
  ['ff02::1', 'x', 80, false, false],
])('%s as %s:%i', (address, host, port, byNone, bySome) => {
  expect(none.allows(address, host, port)).toBe(byNone);
  expect(some.allows(address, host, port)).toBe(bySome);
});

it.each(['10.0.0.0/33', 'example.com/8', '::/129', '10.0.0.0/x'])('says that %s is no network', (entry) => {
  expect(() => addressRules(entry)).toThrow(`"${entry}" is not a network`);
});
