import ipaddr from 'ipaddr.js'
import { upTo } from '../../platform/text/text-end.js'

/** What one subscriber of a network commonly has: a /48 of IPv6 (RFC 6177), and of IPv4 a /24, the smallest block that is routed. */
const prefixLengths = { ipv4: 24, ipv6: 48 } as const

/** Where an address is not known: all such requests count as one block. */
export const unknownBlock = 'unknown'

/**
 * The block an address is in, as `192.0.2.0/24` or `2001:db8:1::/48`. An IPv6 address that carries the IPv4 address of its user counts
 * as that one: each IPv4 address has a /48 of its own in 6to4, and all of them share one in the others.
 */
export function addressBlock(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return unknownBlock
  const parsed = ipaddr.process(address)
  const own = parsed instanceof ipaddr.IPv6 ? (embeddedAddress(parsed) ?? parsed) : parsed
  const length = prefixLengths[own.kind()]
  const network = own instanceof ipaddr.IPv4 ? ipaddr.IPv4.networkAddressFromCIDR(`${own}/${length}`) : networkOf(own, length)
  return `${network}/${length}`
}

function networkOf(address: ipaddr.IPv6, length: number): ipaddr.IPv6 {
  return ipaddr.IPv6.networkAddressFromCIDR(`${upTo(address.toNormalizedString(), '%')}/${length}`)
}

const xor = (bytes: number[]) => bytes.map((byte) => byte ^ 0xff)

/** Where addresses of a network hold an IPv4 address: 6to4 (RFC 3056), Teredo (RFC 4380), NAT64 (RFC 6052, 8215), SIIT (RFC 2765), and `::a.b.c.d` (RFC 4291). */
const carriers: readonly { network: string; read: (bytes: number[]) => number[] }[] = [
  { network: '2002::/16', read: (bytes) => bytes.slice(2, 6) },
  { network: '2001::/32', read: (bytes) => xor(bytes.slice(12)) },
  { network: '64:ff9b::/96', read: (bytes) => bytes.slice(12) },
  { network: '64:ff9b:1::/48', read: (bytes) => bytes.slice(12) },
  { network: '::ffff:0:0:0/96', read: (bytes) => bytes.slice(12) },
  { network: '::/96', read: (bytes) => bytes.slice(12) },
]

/** The IPv4 address in an IPv6 address; null when it holds none. `::1` and its like hold none: no IPv4 address begins with 0. */
function embeddedAddress(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const carrier = carriers.find(({ network }) => address.match(ipaddr.IPv6.parseCIDR(network)))
  const bytes = carrier?.read(address.toByteArray()) ?? [0]
  return bytes[0] === 0 ? null : new ipaddr.IPv4(bytes)
}
