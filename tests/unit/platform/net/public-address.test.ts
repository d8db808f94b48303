import { expect, test } from 'vitest'
import { isLocalName, isOwnOrPublicAddress, isPublicAddress } from '../../../../src/platform/net/public-address.js'

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.215.14',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

test.each([
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1'],
  ...['192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1', 'fc00::1', 'fd12::1'],
  ...['fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '3fff::1'],
  // Anycast services of the network itself, to which no receiver belongs; and the edges of networks.
  ...[
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '192.88.99.1',
    '2620:4f:8000::1',
    '2001:1ff:ffff::1',
    '1fff:ffff::1',
    '4000::1',
    '5f00::1',
  ],
  ...[
    '0.255.255.255',
    '100.127.255.255',
    '169.254.0.0',
    '192.0.0.255',
    '198.19.255.255',
    '239.255.255.255',
    '2002:ffff:ffff::1',
    '3fff:fff::1',
  ],
  ...['', 'localhost', '1.2.3', '1.2.3.4.5', 'example.com'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

test.each(['127.0.0.1', '::1', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', 'fd12::1', '8.8.8.8', '2606:4700:4700::1111'])(
  'a host that is allowed by name may be at %s',
  (address) => expect(isOwnOrPublicAddress(address)).toBe(true),
)

test.each([
  ...['169.254.169.254', 'fe80::1', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '0.0.0.0', '::', '224.0.0.1', '255.255.255.255'],
  ...['240.0.0.1', '198.18.0.1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'fe80::1%lo', 'localhost', ''],
])('no host may be at %s, allowed or not: metadata, link-local, reserved', (address) => expect(isOwnOrPublicAddress(address)).toBe(false))

test.each(['localhost', 'localhost.', 'a.LOCALHOST', 'printer.local', 'db.internal.', 'redis', 'redis.'])('%s is a local name', (name) =>
  expect(isLocalName(name)).toBe(true),
)
test.each(['example.com', 'example.com.', 'localhost.example.com', 'mylocalhost.org', '::1'])('%s is none', (name) =>
  expect(isLocalName(name)).toBe(false),
)
