import type { Usage } from '../contracts/model-call.js'

/** One thing wrong with an input file: where it is, what is wrong, and what to do about it. Lines and columns count from 1. */
export type Problem = { file: string; line: number; column: number; message: string; fix: string }

/** A reader fixes that many before asking again; thousands have one cause. */
const mostWritten = 100

/** Input that people can fix: every problem found, at once; the message has the first hundred. The command line ends with exit code 2. */
export class InputError extends Error {
  readonly problems: readonly Problem[]
  constructor(summary: string, problems: readonly Problem[]) {
    const more = problems.length - mostWritten
    const rest = more > 0 ? [more === 1 ? '… and 1 more problem' : `… and ${more} more problems`] : []
    super([summary, ...problems.slice(0, mostWritten).map(formatProblem), ...rest].join('\n'))
    this.name = 'InputError'
    this.problems = problems
  }
}

/** `file:line:column: message. Fix: …`, the form editors and terminals can jump to. */
export function formatProblem({ file, line, column, message, fix }: Problem): string {
  return `${file}:${line}:${column}: ${message}\n    fix: ${fix}`
}

/** Something the person at the command line asked for in a way that cannot be done; ends with exit code 2. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UsageError'
  }
}

/** What went wrong with a model call; decided where the status code is known, in the provider's adapter. */
export type ProviderErrorKind =
  | 'rate-limited'
  | 'overloaded'
  /** The server is there and still loads its model: it answers once that is done. */
  | 'loading'
  | 'timeout'
  /** Nothing was sent: no route, no such name, no one listening. */
  | 'unreachable'
  /** The connection was lost on the way: what was sent may have been answered, and billed. */
  | 'connection'
  | 'authentication'
  | 'billing'
  | 'unknown-model'
  | 'context-too-long'
  | 'bad-request'
  | 'server'
  | 'unreadable-reply'

export type ProviderErrorDetails = {
  kind: ProviderErrorKind
  provider: string
  isRetryable: boolean
  /** Milliseconds the provider asked to wait before the next attempt; null when it did not say. */
  retryAfterMs: number | null
  statusCode: number | null
  requestId: string | null
  /** What the failed call used, where the provider's answer counted it; left out or null where it did not. */
  usage?: Usage | null
  /** Whether the message repeats words of the provider's answer: they may repeat the prompt or hold a reply, so the log leaves them out. */
  repeatsAnswer?: boolean
}

/** A model call that broke. A reply that is merely bad is not an error: it is an unscored outcome. */
export class ProviderError extends Error {
  readonly kind: ProviderErrorKind
  readonly provider: string
  readonly isRetryable: boolean
  readonly retryAfterMs: number | null
  readonly statusCode: number | null
  readonly requestId: string | null
  readonly usage: Usage | null
  readonly repeatsAnswer: boolean
  constructor(message: string, details: ProviderErrorDetails, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ProviderError'
    this.kind = details.kind
    this.provider = details.provider
    this.isRetryable = details.isRetryable
    this.retryAfterMs = details.retryAfterMs
    this.statusCode = details.statusCode
    this.requestId = details.requestId
    this.usage = details.usage ?? null
    this.repeatsAnswer = details.repeatsAnswer ?? false
  }
}

/** The store refuses a value and would refuse it again: too large, nested too deep, out of range. Another try does not help. */
export class UnstorableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UnstorableError'
  }
}

/** A reply was paid for and nothing of it could be kept. Asking again would pay again, so it ends its seat. */
export class UnkeptReplyError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'UnkeptReplyError'
  }
}

/** A panel's budget does not cover a call's worst case; nothing was sent. */
export class BudgetError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BudgetError'
  }
}

/** A replay met a request that no recording answers. The message names the nearest recording and the difference. */
export class RecordingMissError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'RecordingMissError'
  }
}

/** A panel that someone waits for ended without a record: it was cancelled, or its record could not be made. */
export class PanelEndedError extends Error {
  readonly status: 'cancelled' | 'failed'
  constructor(panelId: string, { status, reason }: { status: 'cancelled' | 'failed'; reason: string | null }) {
    const nextStep = status === 'cancelled' ? `Go on with it: panel resume ${panelId}` : `Try again: panel retry ${panelId}`
    super(`panel ${panelId} was ${status === 'failed' ? 'given up' : status}${reason === null ? '' : `: ${reason}`}. ${nextStep}`)
    this.name = 'PanelEndedError'
    this.status = status
  }
}
