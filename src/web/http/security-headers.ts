import type { Context, MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** For answers that are no page: nothing may be loaded, framed or submitted from them. */
const strictestPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

type CompleteEnv = { Variables: { isComplete?: true } }
export type CompleteAnswer = { status: number; body: Uint8Array<ArrayBuffer> | null; headers: Record<string, string> }

/**
 * Answers with exactly these headers: the caller has put in those of `securityHeaders` or others in their place. For pages that are ready:
 * setting a dozen headers one by one takes longer than all else that is done for such a request.
 */
export function sendComplete(c: Context, { status, body, headers }: CompleteAnswer): Response {
  const context = c as unknown as Context<CompleteEnv>
  context.set('isComplete', true)
  return new Response(body, { status, headers })
}

/**
 * Headers for every answer but those of `sendComplete`. The content security policy is the strictest one where a route has not set its own. No
 * Strict-Transport-Security: that promise is made by the proxy that ends TLS in front of this server.
 */
export function securityHeaders(): MiddlewareHandler {
  const common = secureHeaders({
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
    // Not `no-referrer`: with it browsers send `Origin: null` with a form, which looks like a forged one.
    referrerPolicy: 'same-origin',
  })
  const alreadyDone = async () => {}
  return async (c: Context<CompleteEnv>, next) => {
    await next()
    if (c.get('isComplete') === true) return
    await common(c, alreadyDone)
    if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', strictestPolicy)
  }
}
