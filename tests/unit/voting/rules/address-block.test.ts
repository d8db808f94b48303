import { expect, test } from 'vitest'
import { addressBlock, unknownBlock } from '../../../../src/voting/rules/address-block.js'

test.each([
  ['192.0.2.7', '192.0.2.0/24'],
  ['192.0.2.255', '192.0.2.0/24'],
  ['192.0.3.1', '192.0.3.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:db8:1:ffff::1', '2001:db8:1::/48'],
  ['2001:db8:2::1', '2001:db8:2::/48'],
  ['::1', '::/48'],
])('%s lies in %s', (address, block) => {
  expect(addressBlock(address)).toBe(block)
})

test('an IPv4 address written as IPv6 lies in the block of the IPv4 address', () => {
  expect(addressBlock('::ffff:192.0.2.7')).toBe('192.0.2.0/24')
  expect(addressBlock('::ffff:c000:207')).toBe('192.0.2.0/24')
})

test.each([null, '', 'not an address', '300.1.1.1'])('what is no address (%s) lies in one block with all others', (address) => {
  expect(addressBlock(address)).toBe(unknownBlock)
})

test.each([
  ['6to4', '2002:c000:0207::1', '192.0.2.0/24'],
  ['6to4 of a neighbour', '2002:c000:02ff:1:2:3:4:5', '192.0.2.0/24'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdf8', '192.0.2.0/24'],
  ['NAT64', '64:ff9b::192.0.2.33', '192.0.2.0/24'],
  ['NAT64 of a network’s own', '64:ff9b:1::192.0.2.33', '192.0.2.0/24'],
  ['SIIT', '::ffff:0:192.0.2.33', '192.0.2.0/24'],
  ['IPv4-compatible', '::192.0.2.33', '192.0.2.0/24'],
])('an IPv4 address in %s is seen: %s', (_name, address, block) => {
  expect(addressBlock(address)).toBe(block)
})

test('thirteen 6to4 clients of one network are one block', () => {
  const clients = Array.from({ length: 13 }, (_, index) => `2002:c000:02${index.toString(16).padStart(2, '0')}::1`)
  expect(new Set(clients.map(addressBlock))).toEqual(new Set(['192.0.2.0/24']))
})
