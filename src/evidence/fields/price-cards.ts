import { type Money, readMoney } from './money.js'
import { isAddOn, isNoPrice } from './no-price.js'
import { deniesFree } from './not-free.js'
import { billing, isPriceCell, type Offer, priced, readOffer } from './offer.js'
import { readPriceUnit } from './price-unit.js'
import type { Piece } from './read-source.js'

const longestLine = 160
/** How many lines above a price its plan's name may be. */
const mostAbove = 5
const opener = /^(?:[([]?\/|(?:per|a|an|each|every|pro|je|par|por)\b|[*_]{0,2}\/)/i
const questions =
  /^[\s#*]{0,10}(?:faqs?|frequently asked|questions|häufige fragen|questions fréquentes|preguntas frecuentes|よくある質問|常见问题)/i
const nameBefore =
  /^[\s#>*_+-]{0,12}(?<name>[\p{L}\p{N}][\p{L}\p{N}\p{Emoji_Presentation} .+&'’-]{0,40}?)(?:[*_]{0,2}\s{0,3}(?:[:：–—|(-]|costs|is|for|at)?[\s*_:]{0,4}(?:from|starting at|starts at|only|just|ab|:)?\s{0,2}[*_~]{0,2})$/iu
const sentenceWords = /\b(?:we|you|your|our|can|will|with|and then|if|when|which|that|have|has|costs?|pay|get)\b/i
const freeLine =
  /^[\s#>*_+-]{0,12}(?<name>[\p{L}\p{N}][\p{L}\p{N} .+&'’-]{0,40}?)[*_]{0,2}(?:\s{0,3}[:：–—(]|\s{1,3}-)\s{0,3}[*_]{0,2}(?<free>free|\$0|kostenlos|gratis|gratuit|無料|免费)(?![\w-])/iu
const freeFirst = /^[\s#>*_+-]{0,12}free(?: (?:plan|tier|forever))?[*_]{0,2}\s{0,3}[:：–—-][*_]{0,2}\s/i
const freeHeading =
  /^[\s#*_]{0,10}(?:free|free (?:plan|tier|forever|edition)|forever free|gratis|kostenlos|gratuit|gratuito|無料(?:プラン)?|免费(?:版)?)[\s*_!]{0,4}$/i
const isHeading = (words: string): boolean => /^#{1,6}\s/.test(words) || /^\*\*[^*]{1,50}\*\*$/.test(words)

/** The offers of plans that are written one below the other: a name, and under it or beside it the price. */
export function readPriceCards(lines: readonly Piece[]): Offer[] {
  const offers: Offer[] = []
  for (const [index, line] of lines.entries()) {
    if (questions.test(line.words)) break
    if (line.words.length > longestLine) continue
    const money = readMoney(line.words)
    const isFreeHeading = freeHeading.test(line.words) && isHeading(line.words)
    const offer = isFreeHeading ? freeByHeading(lines, index) : (besideName(line, money) ?? underName(lines, { index, money }))
    if (offer !== null && !isAddOn(line.words)) offers.push(offer)
  }
  return onePerPlan(offers)
}

/** `Pro: $20 / month`, `## Team — from €9/Monat`, `Hobby (free)`. */
function besideName({ start, end, words }: Piece, money: readonly Money[]): Offer | null {
  if (freeFirst.test(words) && !deniesFree(words))
    return { plan: 'Free', label: 'Free', amount: 0, currency: null, per: null, note: null, start, end, isForAll: true, isExtra: false }
  const free = freeLine.exec(words)
  if (free?.groups !== undefined && !deniesFree(words)) {
    const read = readOffer(words.slice(free.index + free[0].length - (free.groups.free?.length ?? 0)), [])
    if (read !== null && read.amount === 0) {
      const { to: _, ...offer } = read
      return { ...offer, plan: nameOf(free.groups.name ?? ''), start, end }
    }
  }
  const first = money.find((one) => !isNoPrice(words, one))
  if (first === undefined || first.start > 70) return null
  const before = words
    .slice(0, first.start)
    .replace(/~~[^~]{0,20}~~|<(del|s)>[^<]{0,20}<\/\1>/g, ' ')
    .trimEnd()
  if (!isLabel(words, before)) return null
  const named = nameBefore.exec(`${before} `)
  const name = nameOf(named?.groups?.name ?? '')
  if (
    name === '' ||
    !isPlanName(name) ||
    /^(?:月額|年額|月费|年费|料金|価格|价格|from|only|just|price|pricing|starting at|starts at|total|ab|cost|costs|monthly|annually|billed \w+|now|us|usd)$/i.test(
      name,
    )
  )
    return null
  const { to: _, ...offer } = priced(words, first)
  if (first.amount === 0 && deniesFree(words)) return null
  if (first.amount === 0) return { ...offer, label: 'Free', per: null, plan: name, start, end }
  return offer.per === null && !isHeading(words) && words.length > first.end + 40 ? null : { ...offer, plan: name, start, end }
}

/** Whether a line is the name of a plan with its price, and no sentence. */
const isLabel = (words: string, before: string): boolean =>
  isHeading(words) ||
  /^(?:[-*•+]|\d{1,2}\.)\s|^\*\*/.test(words) ||
  /[:：–—(]\s{0,3}[*_]{0,2}(?:from|only|just|starting at|ab)?$/i.test(before) ||
  (words.length <= 60 && !/[.!?]$/.test(words))

/** `Pro`, `Team Plus`, `Starter 2`: a few words, the first and last of which are written large, and none of a sentence. */
function isPlanName(name: string): boolean {
  const words = name.split(' ')
  return (
    words.length <= 4 && !sentenceWords.test(name) && /^[\p{Lu}\p{Lo}\d]/u.test(name) && /^[\p{Lu}\p{Lo}\d+&.(]/u.test(words.at(-1) ?? '')
  )
}

const nameOf = (name: string): string =>
  (name.split('. ').at(-1) ?? name)
    .replace(/^(?:upgrade to|get|buy|try|choose|our|the)\s/i, '')
    .replace(/\s(?:plan|tier|edition)$/i, '')
    .trim()

/** A line that begins with a price: the plan is named above, the unit may be on the next line. */
function underName(lines: readonly Piece[], { index, money }: { index: number; money: readonly Money[] }): Offer | null {
  const line = lines[index]
  if (line === undefined || !isPriceCell(line.words, money)) return null
  const read = readOffer(line.words, money)
  if (read === null || read.to + 90 < line.words.length) return null
  const above = nameAbove(lines, index)
  const next = lines[index + 1]
  const continued =
    read.amount !== null && read.amount > 0 && read.per === null && next !== undefined && opener.test(next.words)
      ? readPriceUnit(next.words.replace(/^[([]/, ''))
      : null
  const end =
    continued === null || next === undefined
      ? line.end
      : next.start + Math.min(next.words.length, continued.length + (/^[([]/.test(next.words) ? 1 : 0))
  const { to: _, ...offer } = read
  const per = offer.per ?? continued?.words ?? null
  const note =
    offer.note ??
    lines
      .slice(index + 1, index + 4)
      .map(({ words }) => (readMoney(words).length > 0 ? null : billing(words.slice(0, longestLine))))
      .find((one) => one !== null) ??
    null
  const label =
    continued === null || offer.amount === null
      ? offer.label
      : `${offer.label} ${(next?.words ?? '').replace(/^[([]/, '').slice(0, continued.length).trim()}`.slice(0, 80)
  const start = above !== null && line.start - above.start <= 400 ? above.start : line.start
  return { ...offer, per, note, label, plan: above === null ? null : nameOf(bare(above.words)), start, end }
}

const bare = (words: string): string =>
  words
    .replace(/^[\s#>*_+-]{1,12}/, '')
    .replace(/[\s*_#:]{1,8}$/, '')
    .slice(0, 60)

const noName =
  /^(?:most popular|popular|recommended|best (?:value|for)|new|monthly|annual(?:ly)?|yearly|pricing|plans|get started|sign up|buy now|beliebt|from|starting at|for|everything|perfect|ideal|includes?|all|up to|per)\b/i

/** A short line by itself that can be the name of a plan. */
const isShortName = (words: string): boolean =>
  words.length <= 30 && !/[.!?,;:]$|^[-*•✓✔]/.test(words) && !noName.test(words) && isPlanName(words)

/** The name of the plan above a price: the nearest heading, else the nearest short line; nothing behind another price. */
function nameAbove(lines: readonly Piece[], index: number): Piece | null {
  for (let at = index - 1; at >= Math.max(0, index - mostAbove); at -= 1) {
    const line = lines[at]
    if (line === undefined || line.words.startsWith('|')) break
    const money = readMoney(line.words.slice(0, longestLine))
    if (isHeading(line.words) && money.length === 0) return line
    if (freeHeading.test(line.words)) return line
    if (isPriceCell(line.words, money)) break
    if (isShortName(line.words)) return line
  }
  return null
}

/** A plan that is called free, with no price under it. */
function freeByHeading(lines: readonly Piece[], index: number): Offer | null {
  const line = lines[index]
  if (line === undefined) return null
  const next = lines.slice(index + 1, index + 4)
  const heading = next.findIndex(({ words }) => isHeading(words))
  const under = heading < 0 ? next : next.slice(0, heading)
  if (under.some(({ words }) => deniesFree(words.slice(0, longestLine)))) return null
  if (under.some(({ words }) => isPriceCell(words, readMoney(words.slice(0, longestLine))))) return null
  return {
    plan: bare(line.words),
    label: 'Free',
    amount: 0,
    currency: null,
    per: null,
    note: null,
    start: line.start,
    end: line.end,
    isForAll: true,
    isExtra: false,
  }
}

/** A second price under the same name is that of another way to pay; the less is what one can start with. */
function onePerPlan(offers: readonly Offer[]): Offer[] {
  const kept: Offer[] = []
  for (const offer of offers) {
    const last = kept.at(-1)
    const isSame = last !== undefined && (offer.plan === null ? last.plan !== null : last.plan?.toLowerCase() === offer.plan.toLowerCase())
    if (!isSame || last === undefined) kept.push(offer)
    else if (
      offer.amount !== null &&
      last.amount !== null &&
      offer.amount < last.amount &&
      offer.currency === last.currency &&
      offer.amount > 0
    )
      kept[kept.length - 1] = { ...offer, plan: last.plan, start: Math.min(last.start, offer.start) }
  }
  return kept
}
