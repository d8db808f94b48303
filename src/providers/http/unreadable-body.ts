import { ProviderError } from '../../platform/errors.js'
import { asSentence } from '../../platform/text/sentence.js'

/** The error for a JSON body that lacks what it should hold; it names what is there instead. `fix` is a sentence. */
export function unreadableBody({
  provider,
  raw,
  missing,
  fix,
}: {
  provider: string
  raw: unknown
  missing: string
  fix: string
}): ProviderError {
  return new ProviderError(`${provider}'s reply holds no ${missing}, but ${shapeOf(raw)}. ${asSentence(fix)}`, {
    kind: 'unreadable-reply',
    provider,
    isRetryable: false,
    retryAfterMs: null,
    statusCode: null,
    requestId: null,
  })
}

const mostNames = 10
/** A name that an API gives a field; any other may be something that it was sent. */
const plainName = /^[a-z_]{1,24}$/i

/** What a body is made of, without its values: a server may repeat in them what it was sent, the key included. */
function shapeOf(raw: unknown): string {
  if (raw === null || typeof raw !== 'object') return typeof raw === 'string' ? 'text' : String(JSON.stringify(raw))
  if (Array.isArray(raw)) return `a list of ${raw.length}`
  const names = Object.keys(raw)
  const shown = names.slice(0, mostNames).map((name) => (plainName.test(name) ? name : '…'))
  return names.length === 0 ? 'nothing' : `only ${shown.join(', ')}${names.length > mostNames ? ' …' : ''}`
}
