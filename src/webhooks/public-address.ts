import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Global unicast, the only part of IPv6 that IANA has given out: what is outside is closed, whether or not it has a name already. */
const openNetwork6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an IP address is on the public internet: in none of the ranges that `ipaddr.js` knows as special, which are those of IANA's registries
 * (RFC 6890 and later) and multicast. False for what is no IP address, for one with a zone, and for IPv4 in the clothes of IPv6. Pure.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(openNetwork6))
}

/** Why nothing can be sent to that address; null when it can, as far as its text says. A name is looked up when something is sent. */
export function webhookUrlProblem(text: string, { allowsPrivate }: { allowsPrivate: boolean }): string | null {
  if (!URL.canParse(text)) return 'write an absolute address, e.g. https://example.com/hooks'
  const { protocol, username, password, hash, hostname } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return 'write an http or https address'
  if (username !== '' || password !== '') return 'leave out the user name and password: the signature says who sent it'
  if (hash !== '') return 'leave out the part behind #: it is not sent'
  if (allowsPrivate) return null
  const host = bareHost(hostname)
  const isLocalName = /(^|\.)(localhost|local|internal)\.?$/i.test(host) || !/[.:]/.test(host)
  if (isLocalName || (isIP(host) !== 0 && !isPublicAddress(host)))
    return 'write an address on the public internet: this one is local or private'
  return null
}

/** The host of a URL as addresses are written elsewhere: without the brackets of IPv6. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
