import type { Dossier } from '../../../contracts/dossier.js'
import type { Particular } from '../../../contracts/particular.js'
import { isGrounded } from './grounds.js'
import { type Kind, kindOf } from './kinds.js'
import type { Mention, Reading } from './mentions.js'
import { type Entry, entryGrounds, indexOf, mostPostings, readEntry, type SourceIndex } from './source-index.js'
import { stemOf, stemsAt, stemsOf } from './stems.js'

export type Nearest = Particular['nearest']

/** A particular in its sentence; `before` is the sentence that it points back to, and `cited` the ids of the sources that it cites. */
export type Asked = { mention: Mention; claim: Reading; before: Reading | null; cited: ReadonlySet<string> }

/** So many of the sentences that share most are read. */
const mostRead = 40
/** What is shown of a source, in code units. */
const longestSays = 160

/**
 * How much a sentence of a source must share before it is shown, in words that no other sentence has: less where it counts the same thing, more
 * where nothing but the words around tell that it speaks of the same.
 */
const enough = { sameThing: 0.8, sameKind: 1.4, name: 1.6 }

/**
 * The sentence or row of the sources that speaks of the same thing as a particular that none of them has: it shares the words around it, and
 * has a particular of the same kind. Null rather than one that may be about something else.
 */
export function nearestTo(dossier: Dossier, asked: Asked): Nearest {
  const index = indexOf(dossier)
  const kind = kindOf(asked.mention)
  const [best] = closest(index, asked)
    .flatMap(({ entry, shared }) => {
      const match = bestMatch(asked, kind, entry)
      if (match === null || shared < enough[match.by]) return []
      return [{ entry, at: match.at, score: shared + (match.by === 'sameThing' ? 0.6 : 0) + (asked.cited.has(entry.source.id) ? 0.2 : 0) }]
    })
    .sort((one, other) => other.score - one.score)
  return best === undefined ? null : shown(best.entry, best.at)
}

/** Where the sources say what a sentence says of another passage; the one that shares most with it, where there are several. */
export function whereSaid(dossier: Dossier, asked: Asked): Nearest {
  const index = indexOf(dossier)
  const isSaidIn = (entry: Entry) => isGrounded(asked.mention, entryGrounds(entry))
  const near = closest(index, asked).find(({ entry }) => isSaidIn(entry))?.entry
  const entry = near ?? index.entries.find(isSaidIn)
  if (entry === undefined) return null
  const at = readEntry(entry).mentions.find(
    (mention) => isGrounded(asked.mention, entryGrounds(entry)) && kindOf(mention) === kindOf(asked.mention),
  )
  return shown(entry, at?.from ?? 0)
}

/** The sentences that share most with a claim. Bounded by the words of the claim and by `mostPostings`. */
function closest({ entries, byStem }: SourceIndex, asked: Asked): { entry: Entry; shared: number }[] {
  const rarest = Math.log(1 + entries.length)
  const shared = new Map<Entry, number>()
  for (const [stem, weight] of stemsAround(asked)) {
    const postings = byStem.get(stem) ?? []
    if (postings.length === 0 || postings.length > mostPostings) continue
    const rarity = Math.log(1 + entries.length / postings.length) / rarest
    for (const { entry, weight: there } of postings) shared.set(entry, (shared.get(entry) ?? 0) + weight * there * rarity)
  }
  return [...shared]
    .map(([entry, share]) => ({ entry, shared: share }))
    .sort((one, other) => other.shared - one.shared)
    .slice(0, mostRead)
}

const pointsBack = /\b(?:it|its|they|them|their|that|this|these|those|such|both|one)\b/i
const mostWords = 80

/** The words around a particular by their stems: those near it count more. */
function stemsAround({ mention, claim, before }: Asked): Map<string, number> {
  const stems = new Map<string, number>()
  const add = (some: readonly string[], weight: number) => {
    for (const stem of some) stems.set(stem, Math.max(stems.get(stem) ?? 0, weight))
  }
  const at = claim.tokens.findIndex(({ end }) => end > mention.from)
  const first = Math.max(0, at - mostWords / 2)
  const clause = clauseAround(claim, mention)
  for (let index = first; index < Math.min(claim.tokens.length, first + mostWords); index += 1) {
    const isInClause = index >= clause.from && index < clause.to
    add(stemsAt(claim.tokens, index), isInClause ? 1 : 0.6)
  }
  if (before !== null && pointsBack.test(claim.text)) add([...stemsOf(before.tokens.slice(-mostWords))], 0.3)
  if (kindOf(mention) === 'license') add(['licens'], 1)
  return stems
}

/** What begins another clause, which may be about something else. */
const joins = new Set([',', ';', ':', '(', ')', '-', 'and', 'but', 'while', 'whereas', 'where', 'which', 'against', 'und', 'aber'])

/** The tokens from the beginning to the end of the clause that a mention is in. */
function clauseAround({ tokens }: Pick<Reading, 'tokens'>, { from, to }: Mention): { from: number; to: number } {
  let first = 0
  for (const [index, token] of tokens.entries()) {
    if (!joins.has(token.lower) || (token.text === '-' && token.glued)) continue
    if (token.end <= from) first = index + 1
    else if (token.start >= to) return { from: first, to: index }
  }
  return { from: first, to: tokens.length }
}

type Match = { by: keyof typeof enough; at: number }

/** The particular of a sentence that is most like another one; null where it has none of its kind. */
function bestMatch({ mention, claim }: Asked, kind: Kind, entry: Entry): Match | null {
  const there = readEntry(entry)
  const same = there.mentions.filter((other) => kindOf(other) === kind)
  if (kind === 'name') {
    const named = there.mentions.filter((other) => other.kind === 'name' || other.kind === 'version')
    const akin = named.find((other) => sharesWord(mention, other))
    return akin !== undefined ? { by: 'sameThing', at: akin.from } : named[0] === undefined ? null : { by: 'name', at: named[0].from }
  }
  const [first] = same
  if (first === undefined) return null
  const alike =
    same.find((other) => isSameThing(mention, other)) ??
    same.find((other) => isCalledAlike(lastWord(claim, mention), lastWord(there, other)))
  if (alike === undefined && isSizeInName(claim, mention)) return null
  return alike === undefined ? { by: isCounted(mention) ? 'name' : 'sameKind', at: first.from } : { by: 'sameThing', at: alike.from }
}

/** Both are hours, both count employees, both are versions of one name. */
function isSameThing(one: Mention, other: Mention): boolean {
  if (one.kind === 'amount' && other.kind === 'amount') {
    if (one.unit !== other.unit) return false
    return isCounted(one) ? one.noun !== null && one.noun === other.noun : one.factor === other.factor
  }
  if (one.kind === 'version' && other.kind === 'version') return one.name !== null && one.name === other.name
  return one.kind === 'date' && other.kind === 'date'
}

/** A mere number, which says nothing of its kind. */
function isCounted(mention: Mention): boolean {
  return mention.kind === 'amount' && (mention.unit === 'count' || mention.unit === 'bare')
}

/** `Ostler 33B`: a size that a name ends with, which says nothing of what has no such name. */
function isSizeInName({ tokens }: Pick<Reading, 'tokens'>, mention: Mention): boolean {
  const before = tokens[tokens.findIndex(({ end }) => end > mention.from) - 1]
  return mention.kind === 'amount' && /\d\p{L}$/u.test(mention.text) && before !== undefined && /^\p{Lu}/u.test(before.text)
}

/** `Halvorsen & Reis` and `Halvorsen & Krag`. */
function sharesWord(one: Mention, other: Mention): boolean {
  const words = (mention: Mention) => (mention.kind === 'name' ? mention.words : mention.kind === 'version' ? [mention.name] : [])
  return words(one).some((word) => word !== null && words(other).includes(word))
}

/** The word right before a mention, where it says what the mention is: `port 8080`, `Ostler 33B`. */
function lastWord({ tokens }: Pick<Reading, 'tokens'>, { from }: Mention): string | null {
  const at = tokens.findIndex(({ end }) => end > from)
  const before = at > 0 ? tokens[at - 1] : undefined
  return before === undefined || before.kind !== 'word' ? null : stemOf(before)
}

function isCalledAlike(one: string | null, other: string | null): boolean {
  return one !== null && one === other
}

/** A sentence as it is shown: whole, or the words around a place in its folded text. */
function shown(entry: Entry, at: number): Nearest {
  const { places } = readEntry(entry)
  const text = entry.text.trimEnd()
  const lead = text.length - text.trimStart().length
  const place = places[at] ?? 0
  const from =
    text.length - lead <= longestSays ? lead : wordStart(text, Math.max(lead, Math.min(place - longestSays / 2, text.length - longestSays)))
  const to = text.length - from <= longestSays ? text.length : wordEnd(text, from, from + longestSays)
  const says = text
    .slice(from, to)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  return says === '' ? null : { source: entry.source.id, says, start: entry.start + from, end: entry.start + to }
}

/** The beginning of the first word behind a place, if one is near. */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0
  const space = text.slice(from, from + 40).search(/\s\S/)
  return space === -1 ? from : from + space + 1
}

function wordEnd(text: string, from: number, to: number): number {
  const space = text.slice(from, to).search(/\s\S{0,40}$/)
  return space <= 0 ? to : from + space
}
