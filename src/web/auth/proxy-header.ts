import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { upTo } from '../../platform/text/text-end.js'

/** What proxies write is a few hundred characters; what is longer comes from the client, and its end is what counts. */
const maxLength = 4_000

/**
 * The address that the nearest proxy wrote into a header, null when there is none to be read: the last of a list, since those before it are what
 * the client may have sent. Reads bare addresses, `address:port`, `[v6]:port`, quoted ones, zones (`%eth0`), and `for=` of Forwarded (RFC 7239).
 * An IPv4 address written as IPv6 (`::ffff:1.2.3.4`) is that IPv4 address.
 */
export function addressInHeader(value: string): string | null {
  const last = lastElement(value.slice(-maxLength))
  const pair = last.split(';').find((part) => /^\s*for\s*=/i.test(part))
  return validAddress(unquote(pair === undefined ? last : pair.slice(pair.indexOf('=') + 1)))
}

/** An address as the operating system or a proxy writes it, without its port and zone; null for anything else. */
export function validAddress(text: string): string | null {
  const [address = ''] = candidates(text.trim()).filter((candidate) => isIP(candidate) !== 0)
  return address === '' ? null : ipaddr.process(address).toString()
}

/** What may be the address in a text, the likeliest first. */
function candidates(text: string): string[] {
  if (text.startsWith('[')) return [upTo(upTo(text.slice(1), ']'), '%')]
  const bare = upTo(text, '%')
  const withoutPort = bare.slice(0, Math.max(0, bare.lastIndexOf(':')))
  return [bare, withoutPort]
}

/** What follows the last comma that is in no quotes. */
function lastElement(value: string): string {
  let isQuoted = false
  let start = 0
  for (let at = 0; at < value.length; at += 1) {
    if (value[at] === '"') isQuoted = !isQuoted
    else if (value[at] === '\\' && isQuoted) at += 1
    else if (value[at] === ',' && !isQuoted) start = at + 1
  }
  // A quote that was never closed is no quote.
  return isQuoted ? value.slice(value.lastIndexOf(',') + 1) : value.slice(start)
}

function unquote(text: string): string {
  return text.replaceAll('"', '').replaceAll('\\', '').trim()
}

/** A header's value with its digits and letters made alike, so that a log shows its form and no one's address. */
export function formOf(value: string): string {
  return value
    .slice(-100)
    .replaceAll(/[0-9]/g, '9')
    .replaceAll(/[a-z]/gi, 'a')
    .replaceAll(/[^\x20-\x7e]/g, '?')
}
