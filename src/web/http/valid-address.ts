import type { Context, MiddlewareHandler } from 'hono'
import { upTo } from '../../platform/text/text-end.js'

/** What of an address is no text: its path, or one of its query's parameters. */
export type AddressProblem = { part: 'path' } | { part: 'query'; parameter: string }

/** Of a path also line breaks and the like: no name here holds one. */
const noPathCharacter = /\p{Cc}/u

/**
 * What of an address stands for no text: percent signs that encode nothing, bytes that are no UTF-8 (half of a surrogate pair among them), and NUL,
 * which PostgreSQL cannot keep. Null for a valid one. Pure, and linear in the address.
 */
export function addressProblem(url: string): AddressProblem | null {
  // All that an address may hold besides is plain ASCII.
  if (!url.includes('%')) return null
  const relative = upTo(url.slice(Math.max(0, url.indexOf('/', url.indexOf('//') + 2))), '#')
  const question = relative.indexOf('?')
  const path = decode(question === -1 ? relative : relative.slice(0, question))
  if (path === null || noPathCharacter.test(path)) return { part: 'path' }
  const pairs = question === -1 ? [] : relative.slice(question + 1).split('&')
  const odd = pairs.find((pair) => decode(pair)?.includes('\0') ?? true)
  return odd === undefined ? null : { part: 'query', parameter: decode(odd.split('=')[0] ?? '')?.replaceAll('\0', '') ?? '' }
}

function decode(written: string): string | null {
  try {
    return decodeURIComponent(written)
  } catch {
    return null
  }
}

type Refuse<Env extends object> = (c: Context<Env>, problem: AddressProblem) => Response | Promise<Response>

/** Lets no request through whose address stands for no text: nothing of it is looked up. `refuse` answers in the words of those pages. */
export function validAddressOnly<Env extends object>(refuse: Refuse<Env>): MiddlewareHandler<Env> {
  return async (c, next) => {
    const problem = addressProblem(c.req.url)
    return problem === null ? next() : refuse(c, problem)
  }
}
