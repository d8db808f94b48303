import { withoutWww } from '../site-of.js'

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
  // One word is no host of the internet.
  if (!hasScheme && !/[.:]/.test(text)) return text
  const address = hasScheme ? text : `https://${text}`
  if (!URL.canParse(address)) return text
  const url = new URL(address)
  url.hash = ''
  return url.href
}

/**
 * The address as it may be stored and shown: a user name and password are replaced by `hidden`, so that the fetcher still refuses it and no one
 * reads them. Pure.
 */
export function withoutCredentials(pasted: string): string {
  const address = normalizeAddress(pasted)
  if (!URL.canParse(address)) return /^[\w.-]{1,40}@[\w.-]{1,200}:/.test(pasted) ? pasted : pasted.slice(pasted.lastIndexOf('@') + 1)
  const url = new URL(address)
  // Of a scheme without a host, what is before the `@` may be anything.
  const isOpaque = url.host === '' && url.pathname.includes('@')
  if (isOpaque) return `${url.protocol}hidden${url.pathname.slice(url.pathname.lastIndexOf('@'))}`
  if (url.username === '' && url.password === '') return pasted
  // `git@host` is how repositories are named, and no secret.
  if (url.password === '' && url.username === 'git') return pasted
  url.username = 'hidden'
  url.password = ''
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
  return `${withoutWww(host)}${path}${search}`
}
