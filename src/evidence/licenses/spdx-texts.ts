import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { z } from 'zod'
import { longest, most, recordOfAtMost } from '../../contracts/limits.js'
import { readLicenseWords } from './license-words.js'

/** What the SPDX license list says of a license, without its text. */
export type SpdxLicense = { id: string; name: string; isOsiApproved: boolean }

/** A license's text, as compared: its words by number, and the pairs of neighbours among them, each once. */
export type SpdxText = { id: string; words: Int32Array; pairs: Float64Array; nameOf: (number: number) => string }

export type SpdxTexts = { texts: readonly SpdxText[]; numberOf: (word: string) => number }

/** What most tools use: looked at first, and preferred where two texts are as near. */
export const commonLicenses = [
  ...[
    'MIT',
    'Apache-2.0',
    'BSD-3-Clause',
    'BSD-2-Clause',
    'ISC',
    '0BSD',
    'MIT-0',
    'Unlicense',
    'CC0-1.0',
    'Zlib',
    'BSL-1.0',
    'X11',
    'WTFPL',
  ],
  ...['GPL-3.0-only', 'GPL-2.0-only', 'LGPL-3.0-only', 'LGPL-2.1-only', 'AGPL-3.0-only', 'MPL-2.0', 'EPL-2.0', 'EPL-1.0', 'EUPL-1.2'],
  ...[
    'BUSL-1.1',
    'SSPL-1.0',
    'Elastic-2.0',
    'FSL-1.1-MIT',
    'FSL-1.1-ALv2',
    'SUL-1.0',
    'BSD-4-Clause',
    'Artistic-2.0',
    'PostgreSQL',
    'BlueOak-1.0.0',
  ],
  ...[
    'PolyForm-Noncommercial-1.0.0',
    'PolyForm-Small-Business-1.0.0',
    'CDDL-1.0',
    'NCSA',
    'JSON',
    'Python-2.0',
    'UPL-1.0',
    'MS-PL',
    'OFL-1.1',
  ],
  ...[
    'CC-BY-4.0',
    'CC-BY-SA-4.0',
    'CC-BY-NC-4.0',
    'CC-BY-NC-SA-4.0',
    'CC-BY-NC-ND-4.0',
    'CC-BY-ND-4.0',
    'CC-BY-3.0',
    'CC-BY-SA-3.0',
    'CC-BY-NC-3.0',
  ],
]

/**
 * Ids with the text of another: `GPL-3.0`, `GPL-3.0+` and `GPL-3.0-or-later` have the text of `GPL-3.0-only`, and only what a tool says of
 * the text can tell them apart. The text alone says `-only`, which promises no more than it proves.
 */
const sameTextAsAnother = /(?:\+|-or-later|-with-[\w-]+)$|^(?:A|L)?GPL-\d\.\d$|^GFDL-\d\.\d$|^any-OSI/

const entrySchema = z.object({
  name: z.string().max(longest.text),
  osiApproved: z.boolean(),
  licenseText: z.string().max(longest.text).default(''),
})
const listSchema = recordOfAtMost(z.record(z.string().max(longest.id), entrySchema), most.members)
const require = createRequire(import.meta.url)
const read = (file: string): unknown => JSON.parse(readFileSync(require.resolve(`spdx-license-list/${file}`), 'utf8'))

function once<Made>(make: () => Made): () => Made {
  let made: { value: Made } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Every license of the SPDX list by its id, read from the installed list at first use. */
export const spdxLicenses = once((): ReadonlyMap<string, SpdxLicense> => {
  const entries = Object.entries(listSchema.parse(read('spdx.json')))
  return new Map(entries.map(([id, { name, osiApproved }]) => [id, { id, name, isOsiApproved: osiApproved }]))
})

/** The texts of the common licenses alone, which takes a tenth of the time of all. */
export const commonTexts = once(
  (): SpdxTexts => textsOf(commonLicenses.map((id) => [id, entrySchema.parse(read(`licenses/${id}.json`)).licenseText])),
)

/** The texts of the whole list. */
export const allTexts = once((): SpdxTexts => {
  const entries = Object.entries(listSchema.parse(read('spdx-full.json')))
  return textsOf(entries.filter(([id]) => !sameTextAsAnother.test(id)).map(([id, { licenseText }]) => [id, licenseText]))
})

/** A pair of words as one number: there are far fewer words than a million. */
export const pairOf = (first: number, second: number): number => first * 1_048_576 + second

function textsOf(entries: [id: string, text: string][]): SpdxTexts {
  const numbers = new Map<string, number>()
  const names = ['']
  const numberFor = (word: string) => {
    const known = numbers.get(word) ?? numbers.size + 1
    numbers.set(word, known)
    names[known] = word
    return known
  }
  const texts = entries
    .flatMap(([id, text]) => withoutAppendix(text).map((one) => [id, one] as const))
    .map(([id, text]) => {
      const words = Int32Array.from(readLicenseWords(text), ({ word }) => numberFor(word))
      return { id, words, pairs: Float64Array.from(pairsOf(words)), nameOf: (number: number) => names[number] ?? '' }
    })
  return { texts, numberOf: (word) => numbers.get(word) ?? 0 }
}

/** A license as it is, and without what follows its terms (how to apply them), which many leave out. */
function withoutAppendix(text: string): string[] {
  const end = /^\W{0,40}END OF TERMS AND CONDITIONS\W{0,20}$/m.exec(text)
  return end === null ? [text] : [text, text.slice(0, end.index + end[0].length)]
}

/** The pairs of neighbours in words by number, each once; a word that no license has (0) is in none. */
export function pairsOf(words: Int32Array): Set<number> {
  const pairs = new Set<number>()
  for (let at = 0; at + 1 < words.length; at += 1) {
    const [first = 0, second = 0] = [words[at], words[at + 1]]
    if (first > 0 && second > 0) pairs.add(pairOf(first, second))
  }
  return pairs
}
