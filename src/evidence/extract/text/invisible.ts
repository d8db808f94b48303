import { reverseGraphemes } from './reverse.js'
import { wellFormed } from './tidy.js'

/** What is taken out of a text: nothing of it is shown, or it changes the order of what is. */
const unseen =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these is taken out by itself
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g
/** England, Scotland and Wales: a black flag and the letters of a region, as Unicode writes their flags (UTS #51, annex C). */
const flag = /\u{1f3f4}[\u{e0020}-\u{e007e}]{3,6}\u{e007f}/gu
const tags = /[\u{e0000}-\u{e007f}]{2,}/gu
const selectors = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{2,}/gu
// biome-ignore lint/suspicious/noMisleadingCharacterClass: as above
const widthless = /[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff\u3164\uffa0]{8,}/g
const override = /[\u202d\u202e]([^\u202a-\u202e\n]{1,20000})\u202c?/g

/** A text as one sees it, and what was in it that one does not. */
export type Cleaned = { text: string; found: { place: 'invisible-characters' | 'bidi'; text: string }[]; removed: number }

/**
 * Takes characters out of a text that show nothing (zero width, tags, variation selectors, soft hyphens, controls of direction, control characters)
 * and reads what they spelled: tags as ASCII (Unicode 16, 23.9), selectors and runs without width as bytes or bits. What is between overrides of
 * direction is put as it is shown, and found as it is written. Linear; never throws.
 */
export function cleanText(text: string): Cleaned {
  const found: Cleaned['found'] = []
  const keep = (spelled: string) => {
    found.push({ place: 'invisible-characters', text: spelled })
    return ''
  }
  let shown = wellFormed(text)
  if (/[\u202d\u202e]/.test(shown)) {
    shown = shown.replace(override, (run: string, inside: string) => {
      found.push({ place: 'bidi', text: inside.replaceAll(unseen, '') })
      return run.startsWith('\u202e') ? reverseGraphemes(inside) : inside
    })
  }
  if (shown.search(unseen) >= 0 || shown.search(control) >= 0) {
    const before = shown.length
    shown = shown
      .replaceAll(flag, '\u{1f3f4}')
      .replaceAll(tags, (run) => keep(readTags(run)))
      .replaceAll(selectors, (run) => keep(readSelectors(run)))
      .replaceAll(widthless, (run) => keep(readBits(run)))
      .replaceAll(unseen, '')
      .replaceAll(control, '')
    return { text: shown, found, removed: before - shown.length }
  }
  return { text: shown, found, removed: 0 }
}

function readTags(run: string): string {
  const ascii = [...run].map((character) => (character.codePointAt(0) ?? 0) - 0xe0000).filter((code) => code >= 0x20 && code < 0x7f)
  return ascii.length === 0 ? nameless(run) : String.fromCharCode(...ascii.slice(0, 20_000))
}

/** 256 selectors, each a byte: U+FE00 to U+FE0F are 0 to 15, U+E0100 to U+E01EF are 16 to 255. */
function readSelectors(run: string): string {
  const bytes = [...run].map((character) => {
    const code = character.codePointAt(0) ?? 0
    return code >= 0xe0100 ? code - 0xe0100 + 16 : code - 0xfe00
  })
  return readable(new TextDecoder().decode(Uint8Array.from(bytes))) ?? nameless(run)
}

/** Two characters, or two with a third between letters: the one is 0 and the other 1, by eight or by seven. */
function readBits(run: string): string {
  const kinds = [...new Set(run)]
  for (const [zero, one] of [
    [kinds[0], kinds[1]],
    [kinds[1], kinds[0]],
  ]) {
    const bits = [...run].flatMap((character) => (character === zero ? '0' : character === one ? '1' : [])).join('')
    for (const size of [8, 7]) {
      const bytes = (bits.match(size === 8 ? /[01]{8}/g : /[01]{7}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
      const spelled = bytes.length < 2 ? null : readable(new TextDecoder().decode(Uint8Array.from(bytes)))
      if (spelled !== null) return spelled
    }
  }
  return nameless(run)
}

/** A text that is letters, digits, signs and blanks; null for any other. */
function readable(text: string): string | null {
  return text !== '' && /^[\p{L}\p{N}\p{P}\p{S}\s]+$/u.test(text) && !text.includes('\ufffd') ? text : null
}

function nameless(run: string): string {
  return `(${[...run].length} characters that show nothing)`
}
