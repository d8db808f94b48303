import { hash } from 'node:crypto'
import type { z } from 'zod'
import { readJsonText } from '../../platform/input/bounded-json.js'
import type { FetchFailure, FetchOutcome } from '../fetch/outcome.js'
import { isObject } from './answer-schema.js'
import { type RegistryKind, registryNames } from './hosts.js'
import type { KnownAnswer, RegistryDeps, RegistryProblem, RegistryRequest } from './known-outcome.js'
import { plainLine } from './plain-line.js'
import { usedUpUntil } from './registry-limits.js'

/**
 * An address of a registry, and how it is asked. `isExpected`: a 404 there is a problem, and not merely the answer that there is none.
 * `hasSmaller`: where the answer is too large, a smaller one will be asked for. `everyMs`: the time between two questions. `place`: the base
 * address of a second server, which has a limit of its own.
 */
export type Question = {
  url: string
  accept?: string
  token?: string | undefined
  isExpected?: boolean
  hasSmaller?: boolean
  everyMs?: number
  place?: string
}

/** Asks one registry about one tool. What goes wrong is gathered, and never thrown; a registry that is used up is asked no further. */
export type Asker = {
  /** An answer's bytes; null where there is none, or none that can be read. */
  bytes: (question: Question) => Promise<RegistryRequest | null>
  /** An answer read by a schema that takes any object; null where there is none. */
  json: <T>(question: Question, schema: z.ZodType<T>) => Promise<{ value: T; request: RegistryRequest } | null>
  addProblem: (problem: RegistryProblem) => void
  problems: RegistryProblem[]
  requests: RegistryRequest[]
  /** Whether the answer at an address was over the fetcher's limit. */
  wasTooLarge: (url: string) => boolean
}

/** GitHub asks for a minute at least where it does not say how long ("Best practices for using the REST API", secondary limits). */
const shortestClosingMs = 60_000

/** `base` is the registry's base address, whose limit all of its questions share. */
export function createAsker(registry: RegistryKind, base: string, deps: RegistryDeps): Asker {
  const problems: RegistryProblem[] = []
  const requests: RegistryRequest[] = []
  const tooLarge = new Set<string>()
  const { title, tokenName } = registryNames[registry]

  const ask = (question: Question): Promise<RegistryRequest | null> => {
    const { place = base, everyMs = 0 } = question
    return deps.limits.inTurn(place, everyMs, () => askNow(question, place), deps.signal)
  }

  const askNow = async (question: Question, place: string): Promise<RegistryRequest | null> => {
    const { url, isExpected = false } = question
    const until = deps.limits.closedUntil(place)
    if (until !== null) return refuse(url, until)
    const known = (await deps.known?.(url)) ?? null
    const outcome = await deps.fetcher.fetchPage(requestFor(question, known, deps.signal))
    closeIfUsedUp(place, outcome)
    if (outcome.status === 'failed') {
      if (outcome.kind === 'too-large') tooLarge.add(url)
      const usedUp = deps.limits.closedUntil(place)
      if (usedUp !== null) return refuse(url, usedUp)
      const isMissing = outcome.httpStatus === 404 || outcome.httpStatus === 410
      const isLeft = isMissing ? !isExpected : outcome.kind === 'too-large' && question.hasSmaller === true
      if (!isLeft) problems.push(explain(outcome, question))
      return null
    }
    const request = toRequest(outcome, known)
    if (request !== null) requests.push(request)
    return request
  }

  /** Said once, however many questions are left. */
  const refuse = (url: string, until: Date): null => {
    const message = `${title} answers no more requests before ${minute(until)}: its limit is used up. (${url})`
    const canRaise = tokenName !== null && tokenFor(registry, deps) === undefined
    const fix = canRaise ? `Wait until then, or set ${tokenName}: a token raises the limit.` : 'Wait until then, and add the address again.'
    if (!problems.some((problem) => problem.message.startsWith(`${title} answers no more requests`))) problems.push({ url, message, fix })
    return null
  }

  const closeIfUsedUp = (place: string, outcome: FetchOutcome): void => {
    const now = deps.runtime.now()
    if (outcome.status !== 'failed') {
      const until = usedUpUntil(outcome.headers, now)
      if (until !== null) deps.limits.close(place, until)
    } else if (outcome.kind === 'rate-limited' || outcome.httpStatus === 429) {
      // A clock that goes after the server's sees a time that is over.
      const asked = outcome.retryAfterMs ?? 0
      deps.limits.close(place, new Date(now.getTime() + (asked > 0 ? asked : shortestClosingMs)))
    }
  }

  const explain = (failure: FetchFailure, question: Question): RegistryProblem => {
    const { httpStatus } = failure
    const said = wordsOf(failure, question)
    return httpStatus === null ? said : { ...said, httpStatus }
  }

  const wordsOf = ({ httpStatus, message, fix }: FetchFailure, { url, token }: Question): RegistryProblem => {
    const isRefused = httpStatus === 401 || httpStatus === 403
    if (isRefused && token !== undefined) {
      return {
        url,
        message: `${title} refused ${url} with the token that was sent (HTTP ${httpStatus}).`,
        fix: `Check ${tokenName ?? 'the token'}: it may have expired, or may not read this.`,
      }
    }
    // Hugging Face says 401 of what is not there, so that no one learns what is private.
    if (isRefused || httpStatus === 404) {
      const message = `${title} has nothing that anyone may read at ${url} (HTTP ${httpStatus}).`
      return { url, message, fix: 'Check the name. What is private is not read.' }
    }
    return { url, message, fix }
  }

  return {
    bytes: ask,
    json: async (question, schema) => {
      const request = await ask({ accept: 'application/json', ...question })
      if (request === null) return null
      const read = readObject(request.bytes)
      if ('why' in read) {
        const message = `${title} answered ${question.url} with what is ${read.why}.`
        problems.push({ url: question.url, message, fix: 'Try again later; where it stays so, check the base address of the registry.' })
        return null
      }
      return { value: schema.parse(read.value), request }
    },
    addProblem: (problem) => problems.push(problem),
    problems,
    requests,
    wasTooLarge: (url) => tooLarge.has(url),
  }
}

function requestFor({ url, accept, token }: Question, known: KnownAnswer | null, signal: AbortSignal | undefined) {
  return {
    url,
    isApi: true,
    ...(accept === undefined ? {} : { accept }),
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(known === null ? {} : { validators: { etag: known.etag, lastModified: known.lastModified } }),
    ...(signal === undefined ? {} : { signal }),
  }
}

function toRequest(outcome: Exclude<FetchOutcome, FetchFailure>, known: KnownAnswer | null): RegistryRequest | null {
  const { url, finalUrl, fetchedAt } = outcome
  if (outcome.status === 'fetched') {
    const { httpStatus: status, mediaType, etag, lastModified, bytes } = outcome
    return { url, finalUrl, status, mediaType, etag, lastModified, bytes, sha256: hash('sha256', bytes, 'hex'), fetchedAt }
  }
  // Asked for by no one: without what was known there is nothing that could be unchanged.
  if (known === null) return null
  return { ...known, url, finalUrl, status: 304, sha256: hash('sha256', known.bytes, 'hex'), fetchedAt }
}

/** UTF-8, as JSON is exchanged (RFC 8259, 8.1). */
function readObject(bytes: Uint8Array): { value: object } | { why: string } {
  const read = readJsonText(new TextDecoder().decode(bytes))
  if ('why' in read) return { why: plainLine(read.why, 200) ?? 'no JSON' }
  return isObject(read.value) ? { value: read.value } : { why: 'no JSON object' }
}

/** `2026-11-26 16:20 UTC`. */
function minute(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** The token that is sent to a registry. */
export function tokenFor(registry: RegistryKind, { tokens }: Pick<RegistryDeps, 'tokens'>): string | undefined {
  const token =
    registry === 'github' ? tokens.github : registry === 'hugging-face' ? tokens.huggingFace : registry === 'npm' ? tokens.npm : ''
  return token === '' ? undefined : token
}
