/** A stretch of a text that says something else once it is decoded; places in UTF-16 code units of the text, end exclusive. */
export type Decoded = { start: number; end: number; text: string; how: string }

/** More than this in one text is not read: a page has few, and a list of hashes many. */
const most = 200
const longest = 20_000

/**
 * Everything in a text that can be decoded to words: base64, hexadecimal and binary digits, percent and backslash escapes, numbers of characters,
 * Morse code, and the tag characters and variation selectors of Unicode. Linear in the text's length.
 */
export function decodeAll(text: string): Decoded[] {
  const found = [
    ...runs(text, /(?:[\u{E0020}-\u{E007E}]\u{E007F}?){4,}/gu, 'in tag characters of Unicode', tagCharacters),
    ...runs(text, /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]{8,}/gu, 'in variation selectors of Unicode', variationSelectors),
    ...runs(text, /(?:\u200b|\u200c|\u200d|\ufeff|[\u2060-\u2064]){24,}/g, 'in invisible characters', invisibleBits),
    ...runs(text, /\u202e[^\u202c\n]{4,400}/g, 'behind a change of direction', (run) => [...run.slice(1)].reverse().join('')),
    ...runs(text, /(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{16,}(?:\r?\n[A-Za-z0-9+/_-]{16,}){0,40}={0,2}/g, 'in base64', base64),
    ...runs(text, /(?<![A-Za-z0-9])(?:0x)?[0-9a-fA-F]{16,}(?![A-Za-z0-9])/g, 'in hexadecimal digits', hex),
    ...runs(
      text,
      /(?<![A-Za-z0-9])(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]{1,2}){7,}(?:0x|\\x)?[0-9a-fA-F]{2}(?![A-Za-z0-9])/g,
      'in hexadecimal digits',
      hex,
    ),
    ...runs(text, /(?:\\x[0-9a-fA-F]{2}){8,}/g, 'in escapes', hex),
    ...runs(text, /(?:\\u[0-9a-fA-F]{4}){6,}/g, 'in escapes', (run) => fromCodes(run.match(/[0-9a-fA-F]{4}/g) ?? [], 16)),
    ...runs(text, /(?:[\w.!,?'()*~-]{0,12}%[0-9a-fA-F]{2}){3,}[\w.!,?'()*~-]{0,40}/g, 'in percent escapes', percent),
    ...runs(text, /(?:[01]{8}[ ,]?){6,}/g, 'in binary digits', (run) => fromCodes(run.match(/[01]{8}/g) ?? [], 2)),
    ...runs(text, /(?<!\d)(?:\d{2,3}[ ,;]{1,2}){9,}\d{2,3}(?!\d)/g, 'in the numbers of its characters', (run) =>
      fromCodes(run.match(/\d+/g) ?? [], 10),
    ),
    ...runs(text, /(?:[.·•-]{1,6}[ /|]{1,3}){11,}[.·•-]{1,6}/g, 'in Morse code', morse),
  ]
  return found.slice(0, most)
}

function runs(text: string, pattern: RegExp, how: string, decode: (run: string) => string | null): Decoded[] {
  const decoded: Decoded[] = []
  for (const { 0: run, index } of text.matchAll(pattern)) {
    const words = run.length > longest ? decode(run.slice(0, longest)) : decode(run)
    if (words !== null && isProse(words)) decoded.push({ start: index, end: index + run.length, text: words.slice(0, longest), how })
    if (decoded.length >= most) break
  }
  return decoded
}

/** Two words or more, of letters for the most part, or base64 again: hashes, keys and images decode to nothing of the kind. */
function isProse(words: string): boolean {
  const letters = words.match(/[\p{L}\s]/gu)?.length ?? 0
  if (/^[A-Za-z0-9+/_-]{20,}={0,2}$/.test(words)) return true
  if (words.length < 8 || /(?!\s)[\p{Cc}\ufffd]/u.test(words)) return false
  return (
    letters / [...words].length > 0.75 && (/\p{L}{2}[\s_-]+\p{L}{2}/u.test(words) || /[\p{Script=Han}\p{Script=Hiragana}]{4}/u.test(words))
  )
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function base64(run: string): string | null {
  const plain = run.replace(/\s/g, '')
  // Words of nothing but letters are no base64 of prose, which has digits and capitals in it; a path has many slashes.
  if (!/[A-Z]/.test(plain) || !/[a-z]/.test(plain)) return null
  return utf8(Buffer.from(plain, 'base64url')) ?? utf8(Buffer.from(plain.slice(0, plain.length - (plain.length % 4)), 'base64url'))
}

function hex(run: string): string | null {
  const digits = run.replace(/0x|\\x|[ ,:]/g, '')
  return digits.length % 2 === 1 ? null : utf8(Buffer.from(digits, 'hex'))
}

function percent(run: string): string | null {
  try {
    return decodeURIComponent(run)
  } catch {
    return null
  }
}

function fromCodes(codes: readonly string[], base: number): string {
  return codes.map((code) => String.fromCharCode(Number.parseInt(code, base))).join('')
}

function tagCharacters(run: string): string {
  return [...run]
    .map((sign) => ((sign.codePointAt(0) ?? 0) < 0xe007f ? String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe0000) : ''))
    .join('')
}

/** Each selector is a byte: https://paulbutler.org/2025/smuggling-arbitrary-data-through-an-emoji/. */
function variationSelectors(run: string): string | null {
  const bytes = [...run].map((sign) => {
    const code = sign.codePointAt(0) ?? 0
    return code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00
  })
  return utf8(Uint8Array.from(bytes))
}

/** Two kinds of invisible characters as the digits of bytes, the more frequent one as 0 or as 1. */
function invisibleBits(run: string): string | null {
  const [zero, one] = [...new Set(run)]
  if (zero === undefined || one === undefined) return null
  const read = (first: string) => {
    const bits = [...run].filter((sign) => sign === zero || sign === one).map((sign) => (sign === first ? '0' : '1'))
    return fromCodes(bits.join('').match(/[01]{8}/g) ?? [], 2)
  }
  return [read(zero), read(one)].find(isProse) ?? null
}

const morseLetters = new Map(
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'
    .split(' ')
    .map((code, index) => [code, String.fromCharCode(97 + index)]),
)

function morse(run: string): string | null {
  const words = run
    .replace(/[·•]/g, '.')
    .trim()
    .split(/ {2,}| ?[/|] ?/)
  return words
    .map((word) =>
      word
        .split(' ')
        .map((code) => morseLetters.get(code) ?? '')
        .join(''),
    )
    .join(' ')
}
