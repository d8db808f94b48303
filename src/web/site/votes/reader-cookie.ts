import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { VoteActions } from '../../../voting/vote-actions.js'

const name = 'reader'
const yearSeconds = 365 * 24 * 3_600

export type ReaderCookie = ReturnType<typeof createReaderCookie>

/**
 * Knows a reader again: a signed random id for a year from the last vote, out of reach of scripts, not sent along with other sites' forms, and over
 * https for TLS alone and this host alone (`__Host-`).
 */
export function createReaderCookie({ cookie, publicUrl }: { cookie: VoteActions['cookie']; publicUrl: string | null }) {
  const isSecure = (c: Context) => (publicUrl ?? c.req.url).startsWith('https:')
  return {
    /** Null without a cookie, or with one that is not ours. */
    read: (c: Context): string | null => {
      const text = isSecure(c) ? getCookie(c, name, 'host') : getCookie(c, name)
      return text === undefined ? null : cookie.open(text)
    },
    write: (c: Context, reader: string): void => {
      const common = { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: yearSeconds } as const
      const text = cookie.seal(reader)
      if (isSecure(c)) setCookie(c, name, text, { ...common, secure: true, prefix: 'host' })
      else setCookie(c, name, text, common)
    },
  }
}
