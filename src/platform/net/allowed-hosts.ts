import { isIP } from 'node:net'
import { bareHost } from './public-address.js'

/** What the configuration may hold: how many hosts, and how long a name is (RFC 1035, 2.3.4). */
const longestEntry = 260

/** What is allowed: a host as a URL writes it, and the port where only that one is. */
export type AllowedHost = { host: string; port: string | null }

/**
 * One host that an operator allows, such as `wiki.intranet`, `10.1.2.3`, `wiki.intranet:8080` or `[fd12::1]:8080`, in the form in which a URL
 * has it. Null for what is no host: an address with a scheme, a path or credentials, or a pattern.
 */
export function readAllowedHost(text: string): AllowedHost | null {
  const entry = text.trim()
  if (entry === '' || entry.length > longestEntry || /[\s/\\?#@*%]/.test(entry)) return null
  const authority = isIP(entry) === 6 ? `[${entry}]` : entry
  if (!URL.canParse(`http://${authority}/`)) return null
  const port = /:(\d{1,5})$/.exec(authority.replace(/^\[[^\]]*\]/, ''))?.[1] ?? null
  const { hostname } = new URL(`http://${authority}/`)
  return hostname === '' || (port === null && authority.endsWith(':'))
    ? null
    : { host: hostname, port: port === null ? null : String(Number(port)) }
}

/**
 * Whether an operator has allowed the host of a URL by name. The name alone counts, letter by letter as a URL has it: another name of the same
 * machine, its address, or the same name with a dot behind it, is another host. Entries that are no hosts allow nothing.
 */
export function createHostAllowance(entries: readonly string[]): (url: Pick<URL, 'hostname' | 'port' | 'protocol'>) => boolean {
  const allowed = new Set(
    entries.flatMap((entry) => readAllowedHost(entry) ?? []).map(({ host, port }) => `${bareHost(host)} ${port ?? '*'}`),
  )
  return ({ hostname, port, protocol }) => {
    const host = bareHost(hostname)
    const asked = port !== '' ? port : protocol === 'https:' ? '443' : '80'
    return allowed.has(`${host} *`) || allowed.has(`${host} ${asked}`)
  }
}
