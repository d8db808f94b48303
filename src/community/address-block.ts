import ipaddr from 'ipaddr.js'
import { upTo } from '../text-end.js'

/** What one subscriber of a network commonly has: a /48 of IPv6 (RFC 6177), and of IPv4 a /24, the smallest block that is routed. */
const prefixLengths = { ipv4: 24, ipv6: 48 } as const

/** Where an address cannot be told: all such requests count as one block. */
export const unknownBlock = 'unknown'

/**
 * The block an address lies in, as `192.0.2.0/24` or `2001:db8:1::/48`. An IPv4 address written as IPv6 (`::ffff:192.0.2.7`) is the IPv4
 * address it stands for, or each would be in the same block.
 */
export function addressBlock(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return unknownBlock
  const parsed = ipaddr.process(address)
  const length = prefixLengths[parsed.kind()]
  const network = parsed instanceof ipaddr.IPv4 ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed}/${length}`) : networkOf(parsed, length)
  return `${network}/${length}`
}

function networkOf(address: ipaddr.IPv6, length: number): ipaddr.IPv6 {
  return ipaddr.IPv6.networkAddressFromCIDR(`${upTo(address.toNormalizedString(), '%')}/${length}`)
}
