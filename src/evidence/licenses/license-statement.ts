import { splitIntoUnits, type Unit } from '../units.js'
import { type NamedLicense, readNameInText } from './license-names.js'
import { longestLicenseText } from './license-words.js'
import { findOwnLicense } from './own-licenses.js'
import { findStatedRider, isOfAnother } from './statement-scope.js'

/**
 * A license that a text says applies, `by` words such as "Licensed under the Apache License 2.0". `spdx` may be an expression. `rider`: words near
 * it that say that other terms hold beside it; null where there are none.
 */
export type LicenseStatement = { spdx: string | null; name: string; start: number; end: number; rider: string | null }

const says =
  /\blicen[cs]ed (?:under|with|as|either)\b|\b(?:released|distributed|available|published|provided|offered|shipped|issued|covered|governed|made available|open[- ]sourced?) (?:freely )?(?:under|by|as)\b|\bSPDX-License-Identifier\b|\bis (?:dual[- ])?licen[cs]ed\b|\bdual[- ]licen[cs]ed\b|\b(?:is|are) under (?:the|an?)\b|\b[\w.+-]{2,20}[- ]licen[cs]ed\b|\bunder (?:the|an?) (?:terms of )?|\bsubject to the\b|\bLizenz\b|\bunter der\b|\bsous (?:la )?licence\b|\bbajo (?:la )?licencia\b|ライセンス|许可|授權|lizenziert/i
const keyLine = /^[\W_]{0,10}(?:licen[cs]e|lizenz|licencia|spdx[- ]license[- ]identifier)[\W_]{0,6}[::]/i
const heading =
  /^[\s#*_=-]{0,12}(?:\p{Emoji_Presentation}\s*)?(?:the )?(?:licen[cs]e|licen[cs]es|licensing|copyright (?:and|&) licen[cs]e|licen[cs]e (?:and|&) copyright|legal|lizenz(?:ierung)?|licencia|ライセンス|许可证|許可證|许可|授权协议)(?: information)?[\s#*_:=-]{0,12}$/iu
const anyHeading = /^\s{0,3}#{1,6}\s/
/** What says that the license was, or is not, or is another thing's. */
const notIt =
  /\b(?:was|were|formerly|previously|used to be|no longer|until|before|prior to|older|earlier|old) .{0,60}\blicen[cs]|\blicen[cs]ed? .{0,60}\b(?:until|before|prior to)\b|\b(?:not|never|n't) .{0,20}\blicen[cs]|\bcompatible with\b|\brelicens/i
const otherThing =
  /\b(?:documentation|docs|logos?|icons?|images?|fonts?|artwork|examples?|dependenc(?:y|ies)|third[- ]party|dataset|data set|vendored|bundled|emoji|based on|derived from|fork(?:ed)? (?:of|from)|uses|thanks to|contributions?|submitted)\b/i

const longestUnit = 600
/** The beginning of a text, which says what it is about. */
const longestStart = 400
const mostWords = 9

/**
 * The license that a text says it is under, with the sentence that says so; null where none does. Not taken: what it was under, what it is not
 * under, and licenses of documentation, logos, examples and other people's work. Linear in the text's length; pure.
 */
export function findLicenseStatement(text: string): LicenseStatement | null {
  const units = splitIntoUnits(text.slice(0, longestLicenseText))
  const about = text.slice(0, longestStart)
  let weaker: LicenseStatement | null = null
  let underHeading = 0
  for (const [index, unit] of units.entries()) {
    const words = text.slice(unit.start, Math.min(unit.end, unit.start + longestUnit))
    if (heading.test(words.trim())) {
      underHeading = 4
      continue
    }
    if (anyHeading.test(words)) underHeading = 0
    underHeading -= 1
    const isSaid = says.test(words) || keyLine.test(words)
    if ((!isSaid && underHeading < 0) || notIt.test(words) || isOfAnother(words, about.replace(words.trim(), ''))) continue
    const found = riddenStatement(text, { units, index, isSaid })
    if (found === null) continue
    if (keyLine.test(words) || (!otherThing.test(words) && (/licen[cs]|spdx|lizenz|ライセンス|许可/i.test(words) || underHeading >= 0)))
      return found
    if (underHeading >= 0 || !otherThing.test(words)) weaker ??= found
  }
  return weaker
}

/** The statement of a unit, with what the sentences next to it say of other terms. */
function riddenStatement(text: string, at: { units: readonly Unit[]; index: number; isSaid: boolean }): LicenseStatement | null {
  const found = statementAt(text, at)
  if (found === null) return null
  const near = at.units
    .slice(Math.max(0, at.index - 2), at.index + 3)
    .map(({ start, end }) => text.slice(start, Math.min(end, start + longestUnit)))
  const own = text.slice(found.start, Math.min(found.end, found.start + longestUnit))
  const isDual = / OR /.test(found.spdx ?? '') || /\bdual[- ]|\bor (?:under )?an? commercial\b/i.test(own)
  return { ...found, rider: isDual ? null : findStatedRider(own, near.join('\n')) }
}

/** The licenses named in a unit, or in the items under it where it ends in "either of:". */
function statementAt(
  text: string,
  { units, index, isSaid }: { units: readonly Unit[]; index: number; isSaid: boolean },
): Omit<LicenseStatement, 'rider'> | null {
  const unit = units[index]
  if (unit === undefined) return null
  const words = text.slice(unit.start, unit.end).slice(0, longestUnit)
  const isChoice = /\beither\b|\bdual\b|\bdual-|\byour (?:option|choice)\b|\bany of\b|\bone of\b/i.test(words)
  const items = isSaid && (isChoice || /[::]\s*$/.test(words)) ? itemsAfter(text, { units, index }) : []
  const named = [...namesIn(words), ...items.flatMap(({ start, end }) => namesIn(text.slice(start, end).slice(0, longestUnit)))]
  const distinct = [...new Map(named.map((one) => [one.spdx ?? one.name, one])).values()].slice(0, 4)
  const [first] = distinct
  if (first === undefined) return null
  const usesItems = items.length > 0 && namesIn(words).length < distinct.length
  const place = trimmed(text, { start: unit.start, end: usesItems ? (items.at(-1)?.end ?? unit.end) : unit.end })
  if (distinct.length === 1) return { ...first, ...place }
  const operator = isChoice || usesItems || /\bor\b|\/|\boder\b|\bou\b/i.test(words) ? 'OR' : 'AND'
  const spdx = distinct.every((one) => one.spdx !== null) ? distinct.map((one) => one.spdx).join(` ${operator} `) : null
  return { spdx, name: distinct.map((one) => one.name).join(operator === 'OR' ? ' or ' : ' and '), ...place }
}

function itemsAfter(text: string, { units, index }: { units: readonly Unit[]; index: number }): Unit[] {
  const items: Unit[] = []
  for (const unit of units.slice(index + 1, index + 5)) {
    const words = text.slice(unit.start, Math.min(unit.end, unit.start + longestUnit))
    if (!/^\s*(?:[-*•]|\d\.|\(?[a-d]\))\s/.test(words)) break
    items.push(unit)
  }
  return items
}

function trimmed(text: string, { start, end }: Unit): Unit {
  const words = text.slice(start, end)
  return { start: start + (words.length - words.trimStart().length), end: start + words.trimEnd().length }
}

/** The licenses that a sentence names, each by the longest run of its words that is a name. */
function namesIn(sentence: string): NamedLicense[] {
  const visible = sentence.replace(/\]\([^()\s]{0,300}\)/g, (link) => `]${' '.repeat(link.length - 1)}`)
  const own = findOwnLicense(visible)
  const words = [...visible.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.+-]*/gu)].map(({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }))
  const found: NamedLicense[] = []
  for (let at = 0; at < words.length; at += 1) {
    for (let length = Math.min(mostWords, words.length - at); length > 0; length -= 1) {
      const [first, last] = [words[at], words[at + length - 1]]
      if (first === undefined || last === undefined) continue
      const written = visible.slice(first.start, last.end).replace(/[.,+-]{1,5}$/, (sign) => (sign === '+' ? sign : ''))
      const named = isJoined(written) ? null : readNameInText(written)
      if (named === null || !isName(written)) continue
      found.push(named)
      at += length - 1
      break
    }
  }
  const isOwnNamed = own !== null && !found.some(({ spdx }) => spdx !== null && /^(?:BUSL|SSPL|Elastic|FSL|SUL|PolyForm)/.test(spdx))
  return isOwnNamed && own !== null ? [{ spdx: null, name: own.name }] : found
}

const isJoined = (written: string): boolean => /\b(?:and|or|und|oder|et|ou|nor)\b(?![ -](?:any )?(?:later|newer|above))/i.test(written)
/** An ordinary word of small letters is no name of a license: `boost`, `apache` is; `bsl` is not written so. */
const isName = (written: string): boolean => /\p{Lu}|\d/u.test(written)
