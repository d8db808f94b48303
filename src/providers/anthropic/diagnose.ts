import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import type { Diagnosis, FailedAnswer } from '../http/endpoint.js'

/** `error.type`, and the `error_code` that names some causes (`Shared.ErrorType` and `ErrorDetails` in the SDK's resources/shared.d.ts). */
const errorSchema = z.object({
  error: z.object({
    type: z.string().max(longest.id),
    details: z
      .object({ error_code: z.string().max(longest.id) })
      .nullish()
      .catch(null),
  }),
})

const noMoney: Diagnosis = {
  kind: 'billing',
  isRetryable: false,
  fix: 'Add credit or raise the spend limit in the Claude Console under Billing and Limits, or seat a model of another provider',
}
const tooLong: Diagnosis = {
  kind: 'context-too-long',
  isRetryable: false,
  fix: 'Shorten the dossier, or seat a model with a longer context',
}

/** What the `error.type`s mean that leave no doubt. They come with a status, or in the middle of a stream without one. `api_error` is any. */
const byType: ReadonlyMap<string | undefined, Diagnosis> = new Map([
  ['authentication_error', refused('Set ANTHROPIC_API_KEY to a key of the Claude Console that is in force')],
  ['permission_error', refused('Let the workspace of ANTHROPIC_API_KEY use the model (Claude Console), or seat another model')],
  ['billing_error', noMoney],
  ['request_too_large', tooLong],
  ['rate_limit_error', { kind: 'rate-limited', isRetryable: true, fix: null }],
  ['timeout_error', { kind: 'timeout', isRetryable: true, fix: null }],
  ['overloaded_error', { kind: 'overloaded', isRetryable: true, fix: null }],
])

/** What an `error_code` says that its type does not: a 429 that no wait fixes, a 400 that is about the account. */
const byCode: ReadonlyMap<string | undefined, Diagnosis> = new Map([
  ['contract_spend_limit_reached', noMoney],
  ['enforced_spend_limit_reached', noMoney],
  ['organization_on_hold', refused('Anthropic has disabled the organization: write to its support')],
])

/**
 * What Anthropic's error answers mean, for a call to the given model (null for a call that names none). Sources:
 * platform.claude.com/docs/en/api/errors, and the wording of its 400s as users report it (docker/docker-agent issue 569,
 * anthropics/claude-code issues 12186 and 66314). Null leaves it to the status code (a 5xx, or a page of a proxy).
 */
export function diagnoseAnthropic(model: string | null, { status, body, words }: FailedAnswer): Diagnosis | null {
  const error = errorSchema.safeParse(body).data?.error
  const known = byCode.get(error?.details?.error_code) ?? byType.get(error?.type)
  if (known !== undefined) return known
  if (status === 402) return noMoney
  if (status === 404) return notFound(model, words)
  if (status !== 400) return null
  if (/credit balance|usage limit|spend limit/i.test(words)) return noMoney
  if (/prompt is too long|context (limit|window)/i.test(words)) return tooLong
  return null
}

function notFound(model: string | null, words: string): Diagnosis {
  if (model !== null && words.includes(model)) {
    return { kind: 'unknown-model', isRetryable: false, fix: 'Run: panel models, and seat one of those' }
  }
  return { kind: 'bad-request', isRetryable: false, fix: 'Check that ANTHROPIC_BASE_URL is the address of the Anthropic API' }
}

function refused(fix: string): Diagnosis {
  return { kind: 'authentication', isRetryable: false, fix }
}
