/** The policy of every page of the site: it loads its own styles, fonts and pictures, sends forms to itself, and runs nothing. */
export const sitePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * What every answer of the site carries: the headers of security-headers.ts, written out because a page that is ready is sent with them as
 * one object.
 */
export const commonHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': sitePolicy,
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'DENY',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0',
}
