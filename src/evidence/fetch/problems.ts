import { PrivateAddressError } from '../../platform/net/guarded-client.js'
import { causeChain } from '../../platform/text/provider-text.js'
import type { FetchFailure } from './outcome.js'
import { shownUrl } from './shown-address.js'

/** A failure before it is known which request it belongs to. */
export type FetchProblem = Omit<FetchFailure, 'status' | 'url' | 'finalUrl'>

const byHand = 'Open it in a browser and paste its text by hand.'

/** A problem of that kind with its two sentences, without a status or a time to wait. */
export function fetchProblem(kind: FetchProblem['kind'], message: string, fix: string): FetchProblem {
  return { kind, message, fix, httpStatus: null, retryAfterMs: null }
}

/** The page is larger than is read. */
export function tooLarge(url: URL, maxBytes: number): FetchProblem {
  const limit = `${Math.round(maxBytes / 10_000) / 100} MB`
  return fetchProblem('too-large', `${shownUrl(url)} is larger than ${limit}, and is not read.`, 'Paste the part that matters by hand.')
}

/** The time for a page is up. */
export function timedOut(url: URL, timeoutMs: number): FetchProblem {
  const message = `${shownUrl(url)} was not read to its end within ${timeoutMs / 1000} s.`
  return fetchProblem('timeout', message, 'Try again later, or paste its text by hand.')
}

/** A page whose bytes are no text; `what` names them. */
export function notText(url: URL, what: string): FetchProblem {
  return fetchProblem('not-text', `${shownUrl(url)} is ${what}, not text.`, 'Add a page that says the same in words.')
}

/** A redirect that is one too many, or leads back to where it came from. */
export function tooManyRedirects(url: URL, maxRedirects: number | null): FetchProblem {
  const what = maxRedirects === null ? 'redirects in a circle' : `redirects more than ${maxRedirects} times`
  return fetchProblem('too-many-redirects', `${shownUrl(url)} ${what}.`, 'Open it in a browser and add the address where you end up.')
}

/** A redirect to where one signs in. */
export function signInNeeded(url: URL, httpStatus: number): FetchProblem {
  return {
    ...fetchProblem('login-wall', `${shownUrl(url)} wants its readers to sign in: it redirects to a sign-in page.`, byHand),
    httpStatus,
  }
}

/** A content-encoding that was not offered, or too many of them. */
export function undecodable(url: URL): FetchProblem {
  return fetchProblem('broken', `${shownUrl(url)} sent an answer in a compression that is not read.`, byHand)
}

/** An answer with a status that is no page. */
export function statusProblem(url: URL, httpStatus: number, { isApi }: { isApi: boolean }): FetchProblem {
  const shown = shownUrl(url)
  const said = (kind: FetchProblem['kind'], message: string, fix: string) => ({ ...fetchProblem(kind, message, fix), httpStatus })
  if (httpStatus === 401 || httpStatus === 403) {
    const what = `${shown} answered ${httpStatus}`
    if (isApi) return said('http-error', `${what}: access is refused.`, 'Check the token for it, or leave it out where none is needed.')
    return said('login-wall', `${what}: it wants its readers to sign in, or refuses programs.`, byHand)
  }
  if (httpStatus === 404 || httpStatus === 410)
    return said(
      'http-error',
      `${shown} answered ${httpStatus}: there is no such page.`,
      'Check the address, or add the page that replaced it.',
    )
  if (httpStatus >= 500) return said('http-error', `${shown} answered ${httpStatus}: its server has an error.`, 'Try again later.')
  return said('http-error', `${shown} answered ${httpStatus}, which is no page.`, 'Open it in a browser and check the address.')
}

/** An answer that asks to come back later. */
export function rateLimited(url: URL, httpStatus: number, retryAfterMs: number | null): FetchProblem {
  const wait = retryAfterMs === null ? 'later' : `in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s`
  const message = `${shownUrl(url)} answered ${httpStatus}: too many requests for now.`
  return { kind: 'rate-limited', message, fix: `Try again ${wait}.`, httpStatus, retryAfterMs }
}

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up at the moment',
  EAI_FAIL: 'its name cannot be looked up',
  ECONNREFUSED: 'nothing answers there',
  EHOSTUNREACH: 'its host is not reachable',
  ENETUNREACH: 'its network is not reachable',
  ETIMEDOUT: 'its host does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not answer',
}
const certificateCode = /^(CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED)/

/** What a request or a body broke of, where neither our time nor the caller ended it. Repeats no words of the server and no address it resolved to. */
export function brokenRequest(url: URL, error: unknown, maxBytes: number): FetchProblem {
  const shown = shownUrl(url)
  const chain = causeChain(error)
  if (chain.some((link) => link instanceof PrivateAddressError)) return closedAddress(url)
  const codes = chain.flatMap((link) => ('code' in link && typeof link.code === 'string' ? [link.code] : []))
  const known = codes.find((code) => words[code] !== undefined)
  if (known !== undefined)
    return fetchProblem('unreachable', `${shown} cannot be reached: ${words[known]}.`, 'Check the address, or try again later.')
  const certificate = codes.find((code) => certificateCode.test(code))
  if (certificate !== undefined)
    return fetchProblem('unreachable', `${shown} has no certificate to trust (${certificate}).`, 'Check the address, or tell its owner.')
  if (codes.includes('UND_ERR_RES_EXCEEDED_MAX_SIZE')) return tooLarge(url, maxBytes)
  if (codes.includes('UND_ERR_HEADERS_OVERFLOW'))
    return fetchProblem('broken', `${shown} answered with more headers than are read.`, byHand)
  if (codes.includes('UND_ERR_INVALID_ARG'))
    return fetchProblem('broken', `${shown} was not asked: a header for it cannot be sent.`, 'Check the token for it: one line, no spaces.')
  const code = codes.at(-1)
  if (code?.startsWith('Z_') || code?.includes('BROTLI'))
    return fetchProblem('broken', `${shown} sent an answer that cannot be decompressed.`, 'Try again later, or paste its text by hand.')
  const detail = code === undefined ? '' : ` (${code})`
  return fetchProblem('broken', `The answer of ${shown} broke off or is no HTTP${detail}.`, 'Try again later, or paste its text by hand.')
}

/** A host on no public address. */
function closedAddress(url: URL): FetchProblem {
  const message = `${shownUrl(url)} is refused: it leads to a private, local or reserved address.`
  return fetchProblem('refused-address', message, 'Use a public address, or name the host in intake.allowHosts of panel.config.yaml.')
}
