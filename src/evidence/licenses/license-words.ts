/** A word of a license as compared, with its UTF-16 offsets in the text it is from. */
export type LicenseWord = { word: string; start: number; end: number }

/** What is longer is no license: the longest of SPDX is 50,000 characters. */
export const longestLicenseText = 200_000
const longestLine = 400

/** Lines that name an owner, which differ from project to project: the SPDX matching guidelines, 9, leave them out. */
const ownerLine =
  /^[\W_]{0,20}(?:portions )?(?:copyright(?:ed)?\s{0,4}(?:\(c\)|©|&copy;|by\b|[\d<[{`*]|holders?:)|(?:©|\(c\)|&copy;)\s{0,4}(?:copyright\b|\d{4}|[\p{Lu}<[{][^;,.]{0,80}$)|all rights reserved)/iu
const namedOwner = /^[\W_]{0,20}Copyright\s{1,4}\p{Lu}[^.;]{0,100}$/u
/** What stands for a name in a template, tags, and addresses in angle brackets. */
const bracketed = /<[^<>\n]{0,80}>/g
/** Bullets and numbers of clauses: the guidelines, 7. */
const bullet = /^[\s>#*•·|-]{0,40}(?:\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]\s)?/
const wordPattern = /[\p{L}\p{N}]+/gu

/** Spellings that mean the same: the guidelines, 8. */
const spellings = new Map(
  Object.entries({
    licence: 'license',
    licences: 'licenses',
    licenced: 'licensed',
    sublicence: 'sublicense',
    organisation: 'organization',
    organisations: 'organizations',
    favour: 'favor',
    fulfil: 'fulfill',
    recognise: 'recognize',
    recognised: 'recognized',
    authorisation: 'authorization',
    authorised: 'authorized',
    acknowledgement: 'acknowledgment',
    https: 'http',
  }),
)

/**
 * A license's words as the SPDX matching guidelines compare them (https://spdx.github.io/spdx-spec/v2.3/license-matching-guidelines-and-templates):
 * in lower case, without punctuation, bullets, owners' lines and what stands in angle brackets. Of the first 200,000 characters; linear; pure.
 */
export function readLicenseWords(text: string): LicenseWord[] {
  const words: LicenseWord[] = []
  let at = 0
  for (const line of text.slice(0, longestLicenseText).split('\n')) {
    const start = at
    at += line.length + 1
    const head = line.slice(0, longestLine)
    if (ownerLine.test(head) || namedOwner.test(head)) continue
    const flat = line.replace(bracketed, (piece) => ' '.repeat(piece.length))
    const skipped = bullet.exec(flat)?.[0].length ?? 0
    for (const { 0: found, index } of flat.slice(skipped).matchAll(wordPattern)) {
      const word = found.toLowerCase()
      words.push({ word: spellings.get(word) ?? word, start: start + skipped + index, end: start + skipped + index + found.length })
    }
  }
  return words
}
