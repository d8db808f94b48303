import { getDomain } from 'tldts'

/**
 * The site of an address, its registrable domain by the Public Suffix List: `docs.tool.example` and `tool.example` are one, `a.github.io` and
 * `b.github.io` two. An IP address, or a host of one label, is a site of its own. Null where it is no address.
 */
export function siteOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { hostname } = new URL(url)
  return getDomain(hostname, { allowPrivateDomains: true }) ?? hostname
}

/** The host as people name it: without `www.`. Pure. */
export function withoutWww(host: string): string {
  return host.startsWith('www.') ? host.slice(4) : host
}
