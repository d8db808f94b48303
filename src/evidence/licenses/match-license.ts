import { splitIntoUnits } from '../units.js'
import { readNameInText } from './license-names.js'
import { findLicenseStatement } from './license-statement.js'
import { licenseTerms } from './license-terms.js'
import { type LicenseWord, longestLicenseText, readLicenseWords } from './license-words.js'
import { findOwnLicense } from './own-licenses.js'
import { changedClause, findRider } from './riders.js'
import { findSimilarText, type SimilarText } from './similar-text.js'
import { spdxLicenses } from './spdx-texts.js'

/**
 * The license of a text. `spdx`: its id or an expression, null for one that the list does not have or that was changed. `by`: how it was told.
 * `similarity`: 0 to 1, as in `findSimilarText`; 1 where it was told otherwise. `at`: UTF-16 offsets of its title or the first sentence that
 * says it. `rider`: the words that take something back, null where there are none. `beside`: further licenses whose texts are in the file.
 */
export type LicenseMatch = {
  spdx: string | null
  name: string
  by: 'text' | 'title' | 'statement'
  similarity: number
  at: { start: number; end: number }
  rider: string | null
  beside: string[]
}

const mostLicenses = 5
/** Below, a text that resembles a license is called changed. */
const leastSame = 0.87
/** Where the title of a license is looked for: its first lines. */
const longestHead = 700
/** Below so many words, a license is short enough to miss one of them. */
const shortLicense = 400
/** A text of more words beside its license is a document about something else, with a section of its license. */
const fewestOfDocument = 400
const longestSection = 1_000
/** Where the words of a license end in a text, what is left says nothing below so many. */
const fewestLeft = 3

/**
 * The license that a text is, or says it is under: by the SPDX texts, by the title of one that the list does not have, or by a sentence.
 * A text with a rider or a changed clause is not called by the id. The GNU licenses are `-only`, unless the text says "or later" of the tool.
 * Null where there is none. Of the first 200,000 characters; linear; pure but for the list, which is read once.
 */
export function matchLicense(text: string): LicenseMatch | null {
  const read = text.slice(0, longestLicenseText)
  const words = readLicenseWords(read)
  const found = findAll(words)
  const own = ownTitle(read, found)
  if (own !== null) return own
  const [first] = found
  if (first === undefined) return stated(read)
  return matched(read, { words, found, first })
}

function stated(text: string): LicenseMatch | null {
  const statement = findLicenseStatement(text)
  if (statement === null) return null
  const { spdx, name, start, end, rider } = statement
  const told = { by: 'statement' as const, similarity: 1, at: { start, end }, beside: [] }
  // What is not open is called by its own name; what other terms take back is its own terms, mostly.
  return rider === null || licenseTerms(spdx ?? name).isOpen === false
    ? { ...told, spdx, name, rider: null }
    : { ...told, spdx: null, name: `${name} with other terms`, rider }
}

/** Every license in a text, in the order of the text. Those that are found later are looked for in what is left. */
function findAll(words: readonly LicenseWord[]): (SimilarText & { words: readonly LicenseWord[] })[] {
  const found: (SimilarText & { words: readonly LicenseWord[] })[] = []
  let left = words
  while (found.length < mostLicenses) {
    const next = findSimilarText(left)
    if (next === null) break
    found.push({ ...next, words: left.slice(next.from, next.to) })
    left = [...left.slice(0, next.from), ...left.slice(next.to)]
  }
  const startOf = ({ words: [first] }: { words: readonly LicenseWord[] }) => first?.start ?? 0
  return found.sort((a, b) => startOf(a) - startOf(b))
}

type Found = ReturnType<typeof findAll>

/** A license of our own table whose title heads the text, or whose condition (Commons Clause) is anywhere in it. */
function ownTitle(text: string, found: Found): LicenseMatch | null {
  const clause =
    /commons clause["”'’]? (?:license )?condition|commons clause restriction|without limiting other conditions in the license, the grant of rights/i.exec(
      text,
    )
  const [base] = found
  if (clause !== null) {
    const name = `${base === undefined ? 'License' : (spdxLicenses().get(base.id)?.name ?? base.id)} with Commons Clause`
    return {
      spdx: null,
      name,
      by: 'title',
      similarity: 1,
      at: unitAt(text, clause.index),
      rider: clause[0],
      beside: found.map(({ id }) => id),
    }
  }
  const isHead = base === undefined || (base.words[0]?.start ?? 0) > longestHead
  if (!isHead) return null
  const lines = text.slice(0, longestHead).split('\n').slice(0, 12)
  let at = 0
  for (const line of lines) {
    const own = line.length <= 160 && !/[.;]\s*$/.test(line) ? findOwnLicense(line) : null
    const isStated = text.length < 1_500 && /\bunder\b/i.test(line)
    if (own !== null && !isStated)
      return {
        spdx: null,
        name: own.name,
        by: 'title',
        similarity: 1,
        at: unitAt(text, at + line.length - line.trimStart().length),
        rider: null,
        beside: [],
      }
    at += line.length + 1
  }
  return null
}

function matched(
  text: string,
  { words, found, first }: { words: readonly LicenseWord[]; found: Found; first: Found[number] },
): LicenseMatch {
  const main = mainOf(found, first)
  const nameOf = (id: string) => spdxLicenses().get(id)?.name ?? id
  const at = titleBefore(text, main.words)
  const rest = restOf(text, { words, found, main })
  const isChanged = changedClause({ ...main, dropped: main.words.length <= shortLicense ? main.dropped : [] })
  const rider =
    (main.id === 'BUSL-1.1' || rest.length < fewestLeft ? null : findRider(withoutGrants(rest, main.id))) ??
    isChanged ??
    (main.similarity < leastSame ? 'much of it reads otherwise' : null)
  const beside = [...new Set(found.map(({ id }) => id))].filter((id) => id !== main.id)
  const base = { by: 'text' as const, similarity: main.similarity, at, beside }
  if (rider !== null) return { ...base, spdx: null, name: `${nameOf(main.id)} with other terms`, rider }
  const operator = operatorOf(text, found)
  if (beside.length > 0 && operator !== null) {
    const ids = [...new Set(found.map(({ id }) => id))]
    const joint = operator === 'OR' ? ' or ' : ' and '
    return { ...base, spdx: ids.join(` ${operator} `), name: ids.map(nameOf).join(joint), rider: null, beside: [] }
  }
  const spdx = withException(laterVersion(main.id, rest), rest)
  return { ...base, spdx, name: nameOf(spdx.split(' WITH ')[0] ?? spdx), rider: null }
}

/** The license of the file where it has several: the LGPL before the GPL that it adds to; else the first, which those of parts follow. */
function mainOf(found: Found, first: Found[number]): Found[number] {
  const lesser = found.find(({ id }) => id.startsWith('LGPL-3'))
  return lesser !== undefined && found.some(({ id }) => id.startsWith('GPL-3')) ? lesser : first
}

/** How the licenses of a file belong together; null where those behind the first are of bundled parts, or it adds to another. */
function operatorOf(text: string, found: Found): 'OR' | 'AND' | null {
  const words = `${text.slice(0, Math.min(longestHead, found[0]?.words[0]?.start ?? 0))}\n${betweenOf(text, found)}`
  const ids = new Set(found.map(({ id }) => id))
  if (ids.size !== 2 || [...ids].every((id) => /^[AL]?GPL/.test(id))) return null
  if (
    /\bbundled?\b|\bthird[- ]part(?:y|ies)\b|\bdependenc|\bincludes?\b|\bderived from\b|\bbased on\b|\bportions\b|\bfiles?\b/i.test(words)
  )
    return null
  return /\bdual|\beither\b|\byour (?:option|choice)\b|\bchoose\b|\bone of the following\b|\blicen[cs]e,? or\b|^\W{0,9}or\W{0,9}$/im.test(
    words,
  )
    ? 'OR'
    : 'AND'
}

function betweenOf(text: string, found: Found): string {
  const [first, second] = found
  const [from, to] = [first?.words.at(-1)?.end ?? 0, second?.words[0]?.start ?? 0]
  return to > from ? text.slice(from, Math.min(to, from + 2_000)) : ''
}

/** The words of no license, in order; of a document that has its license in a section, those of the section. */
function restOf(text: string, { words, found, main }: { words: readonly LicenseWord[]; found: Found; main: Found[number] }): string {
  const taken = new Set(found.flatMap((one) => one.words))
  const rest = words.filter((word) => !taken.has(word))
  const [begin, end] = [main.words[0]?.start ?? 0, main.words.at(-1)?.end ?? 0]
  const isSection = rest.length > fewestOfDocument && rest.length > main.words.length
  const heading = isSection ? lastHeading(text, begin) : 0
  const near = isSection ? rest.filter((word) => word.start >= heading && word.start < end + longestSection) : rest
  return near.map(({ word }) => word).join(' ')
}

function lastHeading(text: string, before: number): number {
  const from = Math.max(0, before - longestSection)
  const headings = [...text.slice(from, before).matchAll(/^#{1,6} |^[=-]{3,}$/gm)]
  return from + (headings.at(-1)?.index ?? 0)
}

/** What gives more than the license takes nothing back: another license on sale beside a copyleft one, a known exception. */
function withoutGrants(rest: string, id: string): string {
  if (withException(id, rest) !== id) return ''
  return /^[AL]?GPL/.test(id) ? rest.replace(/\bcommercial(?:ly)? (?:license[sd]?|use)\b/g, '') : rest
}

/** "or (at your option) any later version", said of the tool and not in the license's own appendix. */
function laterVersion(id: string, rest: string): string {
  return /^[AL]?GPL-.*-only$/.test(id) && /\bany later version\b|\bor later\b/.test(rest) ? id.replace('-only', '-or-later') : id
}

function withException(id: string, rest: string): string {
  if (id === 'Apache-2.0' && /\bllvm exceptions\b/.test(rest)) return `${id} WITH LLVM-exception`
  if (id.startsWith('GPL') && /\blinking this library statically or dynamically\b/.test(rest)) return `${id} WITH Classpath-exception-2.0`
  return id
}

/** The title above a license's words or in its first line; else its first sentence. */
function titleBefore(text: string, words: readonly LicenseWord[]): { start: number; end: number } {
  const begin = words[0]?.start ?? 0
  const from = Math.max(0, begin - 200)
  const head = text.slice(from, begin + 120)
  let at = from
  for (const line of head.split('\n')) {
    const title = line.trim().replace(/^[\s#*_]{1,20}|[\s#*_]{1,20}$/g, '')
    if (title.length > 2 && title.length <= 100 && /licen[cs]e|\d/i.test(title) && readNameInText(title) !== null) {
      const start = text.indexOf(title, at)
      return { start, end: start + title.length }
    }
    at += line.length + 1
  }
  return unitAt(text, begin)
}

/** The sentence or line around a place, without the white space about it. */
function unitAt(text: string, place: number): { start: number; end: number } {
  const from = Math.max(0, text.lastIndexOf('\n\n', place))
  const piece = text.slice(from, place + 1_000)
  const unit = splitIntoUnits(piece).find(({ end }) => from + end > place) ?? { start: 0, end: piece.length }
  const words = piece.slice(unit.start, unit.end)
  const start = from + unit.start + (words.length - words.trimStart().length)
  return { start, end: start + words.trim().length }
}
