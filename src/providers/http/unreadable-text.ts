/** A body as far as it was read. Sizes are those of the decoded bytes. */
export type BodyText = {
  text: string
  sizeBytes: number
  /** False for one that is larger than what is read. */
  isWhole: boolean
  /** False where bytes were no UTF-8; `text` then has a replacement character in their place. */
  isUtf8: boolean
}

/** Far above what anyone writes in front of what matters. */
const inspectedCharacters = 64 * 1024
const htmlTags = /<(?:!doctype\s{1,20}html|html|head|body|title|h1|center|div|p)\b/i

/**
 * What a body is that should be JSON and is not, to be behind "answered 200 with", and whether another try may bring a better one: not
 * where it says that something else than the API answers, or more than anyone can read. Pure.
 */
export function describeBody({ text, sizeBytes, isWhole, isUtf8 }: BodyText, headers: Headers): { what: string; isRetryable: boolean } {
  const isBlank = isBlankText(text)
  if (!isWhole) {
    const content = isBlank ? ' without content' : ', which is more than a reply can have'
    return { what: `a body of ${declaredSize(headers, sizeBytes)}${content}`, isRetryable: false }
  }
  if (sizeBytes === 0) return { what: 'an empty body', isRetryable: true }
  if (isBlank) return { what: `a body of ${sizeWords(sizeBytes)} without content`, isRetryable: true }
  const markup = markupIn(text, headers.get('content-type') ?? '')
  if (markup !== null) return { what: markup, isRetryable: false }
  if (!isUtf8) return { what: `${sizeWords(sizeBytes)} that are no text in UTF-8`, isRetryable: false }
  if (isStream(text, headers)) return { what: 'a stream, for which it was not asked', isRetryable: false }
  return { what: `something that is not JSON: ${text}`, isRetryable: true }
}

/** Server-sent events, or lines of JSON. */
function isStream(text: string, headers: Headers): boolean {
  return /event-stream|ndjson/i.test(headers.get('content-type') ?? '') || /^\s{0,99}(?:event|data):/.test(text)
}

/** What a text of a server says to people: itself, or of a page of markup what kind it is and its title. Pure. */
export function bodyWords(text: string): string {
  return markupIn(text, '') ?? text
}

/** `an HTML page titled "Sign in"`, or null for what is no markup. Looks past white space, marks of byte order and text in front of it. */
function markupIn(text: string, contentType: string): string | null {
  const start = text.slice(0, inspectedCharacters).replace(/^[\s\p{Cc}\p{Cf}]+/u, '')
  const isMarkup = /^<(?:[a-z]|[!?/])/i.test(start) || /<(?:!doctype\s{1,20}html|html)[\s>]/i.test(start) || /\bhtml\b/i.test(contentType)
  if (!isMarkup) return null
  const isHtml = htmlTags.test(start) || /^<!/.test(start) || /\bhtml\b/i.test(contentType)
  const title =
    (isHtml ? /<title[^<>]{0,200}>([^<]{1,2000})/i : /<(?:title|message)>([^<]{1,2000})/i)
      .exec(start)?.[1]
      ?.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
      .trim() ?? ''
  return `${isHtml ? 'an HTML page' : 'an XML document'}${title === '' ? '' : ` titled "${title}"`}`
}

function isBlankText(text: string): boolean {
  return !/[^\s\p{Cc}\p{Cf}]/u.test(text)
}

/** A length that the server declares is that of the body unless it is compressed. */
function declaredSize(headers: Headers, readBytes: number): string {
  const declared = headers.has('content-encoding') ? 0 : Number(headers.get('content-length') ?? 0)
  return Number.isSafeInteger(declared) && declared > readBytes ? sizeWords(declared) : `more than ${sizeWords(readBytes)}`
}

function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${Math.round(bytes / 1_000_000)} MB`
}
