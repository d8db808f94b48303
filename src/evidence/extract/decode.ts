import { analyse } from 'chardet'
import { getEncoding } from 'encoding-sniffer'

/** How much is looked at for a guess; the rest of a page is in the same charset. */
const sampled = 65_536

/** A page's bytes as characters, with a note where the charset is not what the server said. Null: the bytes are no text. */
export type Decoded = { text: string; encoding: string; note: string | null } | null

/**
 * Decodes a page: a byte order mark; else UTF-8 where bytes beyond ASCII are valid as such, which no other charset's are by chance; else the header's
 * charset, else a `<meta charset>`, else a guess by letter frequency, else windows-1252 (the order of the HTML standard, 13.2.3.2, but for the
 * second). A charset that the bytes contradict is passed over. Never throws.
 */
export function decodeBytes(bytes: Uint8Array, { charset, isHtml }: { charset: string | null; isHtml: boolean }): Decoded {
  const wide = encodingOfMark(bytes) ?? encodingOfZeros(bytes)
  if (wide !== null) return decodeAs(bytes, wide, null)
  if (bytes.subarray(0, sampled).includes(0)) return null
  const declared = charset === null ? null : known(charset)
  const inPage = isHtml ? encodingInPage(bytes) : null
  const encoding = chooseEncoding(bytes, [declared, inPage])
  const isContradicted = charset !== null && declared !== encoding
  return decodeAs(
    bytes,
    encoding,
    isContradicted ? `The server calls the page's charset "${charset.slice(0, 40)}"; it was read as ${encoding}.` : null,
  )
}

function chooseEncoding(bytes: Uint8Array, declared: readonly (string | null)[]): string {
  const first = declared.find((encoding) => encoding !== null) ?? null
  if (isAscii(bytes)) return first ?? 'utf-8'
  if (fits(bytes, 'utf-8')) return 'utf-8'
  for (const encoding of declared) if (encoding !== null && encoding !== 'utf-8' && fits(bytes, encoding)) return encoding
  return guess(bytes)
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80)
}

function decodeAs(bytes: Uint8Array, encoding: string, note: string | null): Decoded {
  const text = new TextDecoder(encoding).decode(bytes)
  return {
    text: encoding === 'windows-1252' ? text.replaceAll(/[\x80-\x9f]/g, (unit) => upper[unit.charCodeAt(0) - 0x80] ?? unit) : text,
    encoding,
    note,
  }
}

/** 0x80 to 0x9F in windows-1252 (Encoding standard, index-windows-1252): some versions of Node leave them as the controls of Latin-1. */
const upper = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function encodingOfMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return null
}

/** UTF-16 without a mark: of most pairs of bytes one is zero, always the same one, since markup and most text is ASCII. */
function encodingOfZeros(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le'
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be'
  const pairs = Math.floor(Math.min(bytes.length, 4096) / 2)
  if (pairs < 2) return null
  let high = 0
  let low = 0
  for (let pair = 0; pair < pairs; pair += 1) {
    if (bytes[2 * pair] === 0) high += 1
    if (bytes[2 * pair + 1] === 0) low += 1
  }
  // Of Japanese text with some markup, a quarter of the pairs is ASCII.
  if (low > pairs / 5 && high <= pairs / 50) return 'utf-16le'
  if (high > pairs / 5 && low <= pairs / 50) return 'utf-16be'
  return null
}

/** The encoding that a label means, e.g. `windows-1252` for `latin1`; null for a label no decoder knows. */
function known(label: string): string | null {
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return null
  }
}

function encodingInPage(bytes: Uint8Array): string | null {
  // The default says that nothing was found: no page declares this one.
  const found = getEncoding(bytes.subarray(0, 4096), { defaultEncoding: 'x-user-defined', maxBytes: 4096 })
  return found === 'x-user-defined' ? null : known(found)
}

/** Whether the bytes are text in this encoding: at most one in ten of what is beyond ASCII may be damaged, and the last character cut off. */
function fits(bytes: Uint8Array, encoding: string): boolean {
  const text = new TextDecoder(encoding).decode(bytes, { stream: true })
  let beyond = 0
  let damaged = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit >= 0x80) beyond += 1
    if (unit === 0xfffd) damaged += 1
  }
  return damaged * 10 <= beyond
}

function guess(bytes: Uint8Array): string {
  for (const { name, confidence } of analyse(bytes.subarray(0, sampled))) {
    const encoding = known(name)
    if (encoding !== null && confidence >= 30 && encoding !== 'utf-8' && fits(bytes, encoding)) return encoding
  }
  return 'windows-1252'
}
