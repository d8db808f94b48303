import { expect, test } from 'vitest'
import { addressBlock, unknownBlock } from '../../src/community/address-block.js'

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
