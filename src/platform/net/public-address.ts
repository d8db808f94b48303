import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Global unicast, the only part of IPv6 that IANA has given out: what is outside is closed, whether or not it has a name already. */
const openNetwork6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Where an operator's own machines are: RFC 1918, RFC 4193, RFC 6598, and the machine itself. */
const ownRanges: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'carrierGradeNat']

/** Where clouds answer with credentials, and the range is one that operators use: AWS over IPv6, Alibaba Cloud, Oracle Cloud. */
const metadataServices: readonly string[] = ['fd00:ec2::254', 'fd00:ec2::23', 'fd00:ec2::253', '100.100.100.200', '192.0.0.192']

/**
 * Whether an IP address is on the public internet: in none of the ranges that `ipaddr.js` knows as special, which are those of IANA's registries
 * (RFC 6890 and later) and multicast. False for what is no IP address, for one with a zone, and for IPv4 in the clothes of IPv6. Pure.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(openNetwork6))
}

/**
 * Whether an IP address may belong to a host that an operator has allowed: public, private or loopback. Link-local addresses (where clouds keep
 * their metadata), the other metadata services, multicast and reserved ones are never an intranet's host. Pure.
 */
export function isOwnOrPublicAddress(address: string): boolean {
  if (isPublicAddress(address)) return true
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  return ownRanges.includes(parsed.range()) && !metadataServices.includes(parsed.toString())
}

/** Whether a name is one of a machine or a local network by its form: `localhost`, `printer.local`, `db.internal`, `redis`. Not for addresses. */
export function isLocalName(name: string): boolean {
  const bare = name.endsWith('.') ? name.slice(0, -1) : name
  return /(^|\.)(localhost|local|internal)$/i.test(bare) || !/[.:]/.test(bare)
}

/** The host of a URL as addresses are written elsewhere: without the brackets of IPv6. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
