import { type FetchProblem, fetchProblem } from './problems.js'
import { shownText, shownUrl } from './shown-address.js'

/** As long as the published formats let an address be. */
const longestUrl = 2_000

/**
 * The address of a page in a text: http or https, without credentials, and without the part behind `#`, which is not sent. `base` resolves what
 * a Location header holds. A problem for everything else, in words that repeat no credentials.
 */
export function readPageAddress(text: string, base?: URL): { url: URL } | { problem: FetchProblem } {
  const isTooLong = text.length > longestUrl
  if (isTooLong || !URL.canParse(text, base?.href)) {
    const what = isTooLong ? `is longer than ${longestUrl} characters` : 'is not a web address'
    return problem('not-a-url', `"${shownText(text)}" ${what}`, 'Write a whole address, such as https://example.com/pricing.')
  }
  const url = new URL(text, base)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return problem('refused-address', `"${shownText(text)}" is refused: only http and https are read`, 'Write an http or https address.')
  const hasCredentials = url.username !== '' || url.password !== ''
  const shown = shownUrl(url)
  if (hasCredentials)
    return problem('refused-address', `${shown} is refused with a user name or password in it`, 'Leave out what stands before the @.')
  if (url.href.length > longestUrl)
    return problem('not-a-url', `${shown} is longer than ${longestUrl} characters`, 'Use a shorter address of the page.')
  url.hash = ''
  return { url }
}

function problem(kind: FetchProblem['kind'], message: string, fix: string): { problem: FetchProblem } {
  return { problem: fetchProblem(kind, `${message}.`, fix) }
}

const signInSteps = new Set(['login', 'log-in', 'log_in', 'signin', 'sign-in', 'sign_in', 'authorize'])
const signInHosts = new Set(['login', 'signin', 'sso', 'accounts', 'auth', 'idp'])

/**
 * Whether a redirect leads to where one signs in: by the last step of its path (`/users/sign_in`, `/oauth2/authorize`), or by the first label of
 * another host (`accounts.example.com`). Not where the page asked for is such a page itself.
 */
export function leadsToSignIn(from: URL, to: URL): boolean {
  return !isSignIn(from, from) && isSignIn(to, from)
}

function isSignIn(url: URL, asked: URL): boolean {
  const last =
    url.pathname
      .toLowerCase()
      .split('/')
      .findLast((step) => step !== '') ?? ''
  const [label = ''] = url.hostname.split('.')
  return signInSteps.has(last.replace(/\.\w{1,5}$/, '')) || (url.hostname !== asked.hostname && signInHosts.has(label))
}
