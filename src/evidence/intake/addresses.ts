/** How many addresses are read for one tool, given by a person. */
export const mostAddresses = 20

/**
 * The address as it is fetched: what a person pastes, with `https://` where it names no scheme, and without a fragment. Text that is no address is
 * returned as it is, for the fetcher to say so. Pure.
 */
export function normalizeAddress(pasted: string): string {
  const text = pasted.trim()
  // "example.com:8080/x" has a port, "mailto:someone" a scheme.
  const hasScheme = /^[a-z][a-z0-9+.-]{0,30}:(?!\d)/i.test(text)
  const address = hasScheme ? text : `https://${text}`
  if (!URL.canParse(address)) return text
  const url = new URL(address)
  url.hash = ''
  return url.href
}

/** The addresses of a text, one a line or between white space, each once and in order. Pure. */
export function splitAddresses(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((part) => part !== ''))]
}

/** Whether two addresses lead to the same page for a reader: `www.`, a trailing slash, http and https are nothing. Pure. */
export function pageKey(address: string): string {
  if (!URL.canParse(address)) return address
  const { host, pathname, search } = new URL(address)
  const path = pathname.endsWith('/') ? pathname.slice(0, -1) : pathname
  return `${host.startsWith('www.') ? host.slice(4) : host}${path}${search}`
}
