import type { Dossier, Source } from '../../../contracts/dossier.js'
import { splitIntoUnits } from '../../../evidence/units.js'
import { onceFor } from '../../../platform/once-for.js'
import { type Grounds, readGrounds } from './grounds.js'
import { type Reading, readMentions, readTokens } from './mentions.js'
import { stemsOf } from './stems.js'
import { placesInOriginal } from './tokens.js'

/** A sentence, row or item of a source: `start` is where it begins there, in UTF-16 code units. */
export type Entry = { source: Source; start: number; text: string }

/** All of a dossier's sources, by the stems of their words. */
export type SourceIndex = { entries: readonly Entry[]; byStem: ReadonlyMap<string, readonly Posting[]> }
type Posting = { entry: Entry; weight: number }

/** A word in more sentences than this tells none of them apart: it is not looked at. */
export const mostPostings = 300

/** What the words in a sentence count, those at the head of its table, and those of the heading that it is under. */
const weights = { own: 1, header: 0.6, heading: 0.4 }

/** Read when it is first asked for, which is when something in a verdict has no source; linear in the length of the sources. */
export const indexOf = onceFor((dossier: Dossier): SourceIndex => {
  const entries: Entry[] = []
  const byStem = new Map<string, Posting[]>()
  const add = (entry: Entry, stems: Iterable<string>, weight: number) => {
    for (const stem of stems) {
      const postings = byStem.get(stem) ?? []
      if (postings.length === 0) byStem.set(stem, postings)
      if (postings.length <= mostPostings && postings.at(-1)?.entry !== entry) postings.push({ entry, weight })
    }
  }
  for (const source of dossier.sources) {
    let heading: ReadonlySet<string> = new Set()
    let header: ReadonlySet<string> | null = null
    for (const { start, end } of unitsOf(source)) {
      const entry = { source, start, text: source.text.slice(start, end) }
      const stems = stemsOf(readTokens(entry.text).tokens)
      const isRow = /^\s{0,3}\|/.test(entry.text)
      const isHeading = /^\s{0,3}#/.test(entry.text)
      entries.push(entry)
      add(entry, stems, weights.own)
      if (isRow && header !== null) add(entry, header, weights.header)
      if (!isHeading) add(entry, heading, weights.heading)
      if (isHeading) heading = stems
      header = isRow ? (header ?? stems) : null
    }
  }
  return { entries, byStem }
})

/** As the source was split when it was frozen; one from before is split now. */
function unitsOf({ text, units }: Source): { start: number; end: number }[] {
  if (units === undefined) return splitIntoUnits(text)
  return units.ends.map((end, index) => ({ start: units.ends[index - 1] ?? 0, end }))
}

/** What a sentence of a source names, counts and dates; `places`: where its folded text comes from. */
export const readEntry = onceFor((entry: Entry): Reading & { places: readonly number[] } => {
  const reading = readMentions(entry.text)
  return { ...reading, places: placesInOriginal(entry.text, reading.text) }
})

/** The same, to be asked what it says. */
export const entryGrounds = onceFor((entry: Entry): Grounds => readGrounds([entry.text]))
