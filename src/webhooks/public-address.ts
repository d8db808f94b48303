import { BlockList, isIP } from 'node:net'

/** IPv4 networks that are not the public internet (IANA's special-purpose registry, RFC 6890 and later), multicast among them. */
const closedNetworks: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
/** Of IPv6, global unicast alone, without the parts that stand for something else: documentation, Teredo and its kin, 6to4. */
const openNetwork6: readonly [string, number] = ['2000::', 3]
const closedNetworks6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const closed = new BlockList()
for (const [network, prefix] of closedNetworks) closed.addSubnet(network, prefix, 'ipv4')
const open6 = new BlockList()
open6.addSubnet(...openNetwork6, 'ipv6')
const closed6 = new BlockList()
for (const [network, prefix] of closedNetworks6) closed6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address is on the public internet. False for what is no IP address, and for IPv4 in the clothes of IPv6. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && !address.includes('%') && open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}

/** Why nothing can be sent to that address; null when it can, as far as its text tells. A name is looked up when something is sent. */
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
