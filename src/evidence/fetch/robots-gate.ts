import { LRUCache } from 'lru-cache'
import type { Runtime } from '../../platform/runtime.js'
import { orAborted } from './host-queue.js'
import { type FetchProblem, fetchProblem, rateLimited } from './problems.js'
import { rateLimitOf } from './rate-limit.js'
import { redirectOf } from './redirect.js'
import { allowsPage, parseRobots, type RobotsRules } from './robots.js'
import type { Answer, Send, Unanswered } from './send.js'

/** As much of a robots.txt as has to be read (RFC 9309, section 2.5: 500 kibibytes), and is. */
const maxRobotsBytes = 500 * 1024
/** RFC 9309, section 2.3.1.2. */
const maxRedirects = 5
const keptMs = 60 * 60 * 1000
const mostOrigins = 500
/** Characters of the patterns of all origins. */
const mostKept = 20_000_000
const longestDelayMs = 5_000

const openRules: RobotsRules = { rules: [], delaySeconds: null }
/** Not of the page's own host: what a robots.txt elsewhere breaks of says nothing about the page. */
const connectionKinds: readonly FetchProblem['kind'][] = ['unreachable', 'timeout', 'refused-address']

/** Whether a page may be asked for, and how long its host wants to be left alone before. */
export type RobotsGate = (url: URL, signal: AbortSignal | undefined) => Promise<{ delayMs: number } | { problem: FetchProblem }>

export type RobotsGateOptions = {
  send: Send
  runtime: Pick<Runtime, 'monotonicMs' | 'now'>
  userAgent: string
  timeoutMs: number
  /** Ends what is under way for callers that have left. */
  closing: AbortSignal
}

type Known = { rules: RobotsRules; readAtMs: number }

/**
 * Asks robots.txt (RFC 9309), once an hour for an origin: an answer of 400 to 499, or more than five redirects, allows everything; 500 to 599 and
 * one that cannot be read forbid it for now, and are asked for again next time. Crawl-delay is kept up to 5 s. robots.txt has a time of its own.
 */
export function createRobotsGate({ send, runtime, userAgent, timeoutMs, closing }: RobotsGateOptions): RobotsGate {
  const known = new LRUCache<string, Known>({ max: mostOrigins, maxSize: mostKept, sizeCalculation: sizeOf })
  const underWay = new Map<string, Promise<RobotsRules | Unanswered>>()
  const [productToken = ''] = userAgent.split(/[/\s]/, 1)

  const read = async (origin: string): Promise<RobotsRules | Unanswered> => {
    const answer = await readRobots(new URL('/robots.txt', origin), { send, userAgent, timeoutMs, closing })
    const rules = typeof answer === 'function' ? answer : rulesOf(answer, { productToken, now: runtime.now() })
    if (typeof rules !== 'function') known.set(origin, { rules, readAtMs: runtime.monotonicMs() })
    return rules
  }
  const rulesFor = (origin: string): Promise<RobotsRules | Unanswered> => {
    const kept = known.get(origin)
    if (kept !== undefined && runtime.monotonicMs() - kept.readAtMs < keptMs) return Promise.resolve(kept.rules)
    const reading = underWay.get(origin) ?? read(origin).finally(() => underWay.delete(origin))
    underWay.set(origin, reading)
    return reading
  }
  return async (url, signal) => {
    const rules = await orAborted(rulesFor(url.origin), signal)
    if (typeof rules === 'function') return { problem: rules(url) }
    if (!allowsPage(rules, url)) return { problem: forbidden(url, productToken) }
    return { delayMs: Math.min(longestDelayMs, (rules.delaySeconds ?? 0) * 1000) }
  }
}

function sizeOf({ rules }: Known): number {
  return rules.rules.reduce((sum, { pattern }) => sum + pattern.length, 1)
}

async function readRobots(
  url: URL,
  { send, userAgent, timeoutMs, closing }: Pick<RobotsGateOptions, 'send' | 'userAgent' | 'timeoutMs' | 'closing'>,
): Promise<Answer | Unanswered> {
  const budget = { leftMs: timeoutMs, wholeMs: timeoutMs }
  const headers = { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.5' }
  let asked = url
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const answer = await send(asked, { headers, budget, maxBytes: maxRobotsBytes, takesStart: true, delayMs: 0, signal: closing })
    if (typeof answer === 'function') return redirects > 0 ? unreadable(null) : (about) => ownProblem(answer(about), about)
    const next = redirectOf(answer, asked)
    if (next === null) return answer
    if ('problem' in next) return unreadable(null)
    asked = next.url
  }
  return { httpStatus: 404, headers: new Map(), bytes: new Uint8Array() }
}

/** A host that cannot be reached is the page's own problem. */
function ownProblem(problem: FetchProblem, about: URL): FetchProblem {
  return connectionKinds.includes(problem.kind) ? problem : unreadable(null)(about)
}

function rulesOf(answer: Answer, { productToken, now }: { productToken: string; now: Date }): RobotsRules | Unanswered {
  const { httpStatus, bytes } = answer
  const limit = rateLimitOf(answer, now)
  if (limit !== undefined) return (about) => rateLimited(new URL('/robots.txt', about), httpStatus, limit.retryAfterMs)
  if (httpStatus >= 500) return unreadable(httpStatus)
  return httpStatus >= 200 && httpStatus < 300 ? parseRobots(new TextDecoder().decode(bytes), productToken) : openRules
}

function unreadable(httpStatus: number | null): Unanswered {
  const why = httpStatus === null ? 'could not be read' : `answered ${httpStatus}`
  return (about) => ({
    ...fetchProblem(
      'robots',
      `${about.origin}/robots.txt ${why}, so no page of it is read.`,
      'Try again later, or paste its text by hand.',
    ),
    httpStatus,
  })
}

function forbidden(url: URL, productToken: string): FetchProblem {
  const message = `${url.origin}/robots.txt does not allow ${productToken} to read ${url.pathname.slice(0, 200)}.`
  return fetchProblem('robots', message, 'Open the page in a browser and paste its text by hand, or ask its owner.')
}
