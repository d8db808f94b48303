/** Any origin will do: what leads away from it is refused. */
const base = 'http://same-site.invalid'
const maxLength = 2_000

/**
 * Where to go after signing in: a path of this server, as sent, or the fallback. A browser takes `//x`, `/\x` and a path with a tab or a
 * line break in it for another server's address, so none of those passes.
 */
export function nextPath(sent: string | undefined, fallback: string): string {
  if (sent === undefined || sent.length > maxLength || !/^\/[^\\\p{Cc}\s]*$/u.test(sent) || !URL.canParse(sent, base)) return fallback
  const url = new URL(sent, base)
  const path = `${url.pathname}${url.search}${url.hash}`
  // `/.//x` becomes `//x` once its dots are resolved.
  return url.origin === base && !path.startsWith('//') && !url.pathname.startsWith('/auth/sign-') ? path : fallback
}
