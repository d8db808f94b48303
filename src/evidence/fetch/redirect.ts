import { readPageAddress } from './page-address.js'
import type { FetchProblem } from './problems.js'
import type { Answer } from './send.js'

const redirects = new Set([301, 302, 303, 307, 308])

/** Where a redirect leads, checked as an address that people write is; null for an answer that is none. */
export function redirectOf({ httpStatus, headers }: Answer, from: URL): { url: URL } | { problem: FetchProblem } | null {
  const location = headers.get('location')
  if (!redirects.has(httpStatus) || location === undefined) return null
  // Headers are read as Latin-1, and some servers write UTF-8.
  const next = readPageAddress(Buffer.from(location, 'latin1').toString('utf8').trim(), from)
  return 'url' in next ? next : { problem: { ...next.problem, httpStatus } }
}
