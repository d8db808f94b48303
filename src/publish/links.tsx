import type { Child } from 'hono/jsx'

/** A link to an address from outside: only http and https become links, everything else stays text. */
export function OutsideLink({ url, children }: { url: string; children?: Child }) {
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
  return isWeb ? (
    <a href={url} rel="nofollow noopener noreferrer">
      {children}
    </a>
  ) : (
    <span>{children}</span>
  )
}
