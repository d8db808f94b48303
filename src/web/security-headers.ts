import type { MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** For answers that are no page: nothing may be loaded, framed or submitted from them. */
const strictestPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Headers for every answer. The content security policy is the strictest one where a route has not set its own. No
 * Strict-Transport-Security: that promise is made by whoever ends TLS in front of this server.
 */
export function securityHeaders(): MiddlewareHandler {
  const common = secureHeaders({
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
    // Not `no-referrer`: with it browsers send `Origin: null` with a form, which looks like a forged one.
    referrerPolicy: 'same-origin',
  })
  return async (c, next) => {
    await common(c, next)
    if (!c.res.headers.has('content-security-policy')) c.res.headers.set('content-security-policy', strictestPolicy)
  }
}
