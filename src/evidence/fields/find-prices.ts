import type { Proposed, ProposedPlan, ProposedPrice } from '../../contracts/proposal.js'
import { readFree } from './free.js'
import { type Money, plainCurrency, readAmount, readMoney } from './money.js'
import { isAddOn, isNoPrice } from './no-price.js'
import { deniesFree } from './not-free.js'
import { type Offer, priced } from './offer.js'
import { readPriceCards } from './price-cards.js'
import { isRow, readPriceTable } from './price-table.js'
import { linesOf, type Piece, propose, type ReadSource, sentencesOf } from './read-source.js'

export type FoundPrices = { plans: Proposed<ProposedPlan>[]; entryPrice: Proposed<ProposedPrice> | null }

const mostPlans = 20
/** No page has more; each sentence is looked for in all. */
const mostListed = 100
const longestSentence = 1_500
const cue =
  /\b(?:costs?|pric(?:e|ed|es|ing)|start(?:s|ing)? (?:at|from)|from|plans?|tiers?|subscri(?:ption|be)|pay|for (?:just|only)|only|buy|purchase|fee|available for|licen[cs]es?|lifetime|ab|kostet|kosten|preis|à partir de|coûte|prix|desde|cuesta|precio)\b|月額|料金|価格|价格|售价/i
const planName = /\b(?:the |our )?(?<name>\p{Lu}[\p{L}\d+]{1,20}(?: \p{Lu}[\p{L}\d+]{1,20})?) (?:plan|tier|edition|subscription|license)\b/u
/** A sign of several currencies, with no letters of a country before it. */
const plainSign = /(?<![A-Za-z])\$(?!US)|[\u00a5\uffe5]|\bkr\b/i
const codeLine = /^```|\$\d{1,2}\s{0,3},\s{0,3}\$\d{1,2}\b|(?:=|\bVALUES \()\s{0,3}\$\d{1,2}\b/

/**
 * The prices that a source states: its plans, and the cheapest way to start. From the page's structured data, tables, plans one below the
 * other, and sentences, in that order. Free where there is a free plan for all; null where no one can tell, which is not free. An amount that
 * is no price (funding, savings, credits, an older price) is none. Linear in the text's length; pure.
 *
 * @param names The tool's own names: in a table that compares tools, only its column counts.
 */
export function findPrices(source: ReadSource, { names = [] }: { names?: readonly string[] } = {}): FoundPrices {
  const lines = linesOf(source)
  const isPriced = ['pricing', 'website', 'announcement'].includes(source.kind)
  const own = names.map((name) => name.toLowerCase())
  const tables = tablesOf(lines).flatMap((table) => readPriceTable(table, own))
  const cards = isPriced ? readPriceCards(lines.filter(({ words }) => !isRow(words))) : []
  const settled = settleCurrency([...tables, ...cards], source.text)
  const listed = distinct([...settled, ...structuredOffers(source)]).slice(0, mostListed)
  const said = settleCurrency(sentenceOffers(source, { listed, names: own }), source.text)
  const entry = cheapest(listed, said)
  const plans = [...listed, ...said.filter(({ plan }) => plan !== null)]
  return {
    plans: distinct(plans.filter((offer): offer is Offer & { plan: string } => offer.plan !== null))
      .slice(0, mostPlans)
      .map((offer) => propose(source, { value: { name: offer.plan ?? '', ...priceOf(offer) }, at: offer })),
    entryPrice: entry === null ? null : propose(source, { value: priceOf(entry), at: entry }),
  }
}

const priceOf = ({ label, amount, currency, per, note }: Offer): ProposedPrice => ({
  label: label === '' ? String(amount ?? '') : label,
  amount,
  currency,
  per: per === '' ? null : per,
  note,
})

/** A plain `$`, `¥` or `kr` on one line means what the whole text says that it means. */
function settleCurrency(offers: readonly Offer[], text: string): Offer[] {
  const known = new Map<string, string | null>()
  return offers.map((offer) => {
    const sign = plainSign.exec(offer.label)?.[0]
    if (sign === undefined || offer.amount === null || offer.amount === 0) return offer
    if (!known.has(sign)) known.set(sign, plainCurrency(sign, text))
    return { ...offer, currency: known.get(sign) ?? null }
  })
}

/** One offer a plan: the first, and without a name all. */
function distinct<One extends Offer>(offers: readonly One[]): One[] {
  const seen = new Set<string>()
  return offers.filter(({ plan, start }) => {
    const key = plan === null ? `at ${start}` : plan.toLowerCase()
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Free for all before all else; then the lowest of the plans; then what sentences state; then free for some. */
function cheapest(listed: readonly Offer[], said: readonly Offer[]): Offer | null {
  const all = [...listed, ...said]
  const free = all.find(({ amount, isForAll }) => amount === 0 && isForAll)
  if (free !== undefined) return free
  const paid = lowest(listed.filter(({ isExtra }) => !isExtra)) ?? lowest(said.filter(({ isExtra }) => !isExtra)) ?? lowest(all)
  return paid ?? all.find(({ amount }) => amount === 0) ?? null
}

/** The lowest amount in the currency of the first one. */
function lowest(offers: readonly Offer[]): Offer | null {
  const paid = offers.filter(({ amount }) => amount !== null && amount > 0)
  const [first] = paid
  const same = paid.filter(({ currency }) => currency === first?.currency)
  return same.reduce<Offer | null>((best, offer) => (best === null || (offer.amount ?? 0) < (best.amount ?? 0) ? offer : best), null)
}

function tablesOf(lines: readonly Piece[]): Piece[][] {
  const tables: Piece[][] = []
  let open: Piece[] = []
  for (const line of lines) {
    if (isRow(line.words)) open.push(line)
    else {
      if (open.length > 1) tables.push(open)
      open = []
    }
  }
  return open.length > 1 ? [...tables, open] : tables
}

/** What the page states as data, where its text has the same amount: the passage is the line that has it. */
function structuredOffers(source: ReadSource): Offer[] {
  const offers = source.page?.structured.offers ?? []
  if (offers.length === 0) return []
  const lines = linesOf(source)
  return offers.slice(0, mostPlans).flatMap(({ name, price, currency, unit }) => {
    const amount = price === null ? null : readAmount(price)
    if (amount === null) return []
    const line = lines.find(({ words }) =>
      amount === 0
        ? /\bfree\b|[$€£]\s?0\b/i.test(words) && !deniesFree(words.slice(0, longestSentence))
        : readMoney(words.slice(0, longestSentence)).some((money) => money.amount === amount && !isNoPrice(words, money)),
    )
    if (line === undefined) return []
    const written = readMoney(line.words.slice(0, longestSentence)).find((money) => money.amount === amount)
    const read = written === undefined || amount === 0 ? null : priced(line.words, written)
    const label = amount === 0 ? 'Free' : (read?.label ?? price ?? '')
    return [
      {
        plan: name,
        label,
        amount,
        currency: currency ?? read?.currency ?? null,
        per: unit ?? read?.per ?? null,
        note: read?.note ?? null,
        start: line.start,
        end: line.end,
        isForAll: true,
        isExtra: false,
      },
    ]
  })
}

/** What sentences state outside of tables and of the plans' own lines. */
function sentenceOffers(source: ReadSource, { listed, names }: { listed: readonly Offer[]; names: readonly string[] }): Offer[] {
  const offers: Offer[] = []
  for (const { start, end, words } of sentencesOf(source)) {
    if (isRow(words) || words.length > longestSentence) continue
    const inside = listed.filter((offer) => offer.start < end && start < offer.end)
    const free = readFree(words, names)
    const isQuestion = words.endsWith('?')
    if (free !== null && !isQuestion && isOwn(source) && inside.every(({ amount }) => amount !== 0))
      offers.push({
        plan: null,
        label: 'Free',
        amount: 0,
        currency: null,
        per: null,
        note: free.note,
        start,
        end,
        isForAll: free.isForAll,
        isExtra: false,
      })
    if (isQuestion || inside.length > 0 || codeLine.test(words)) continue
    for (const money of readMoney(words)) offers.push(...statedPrice(words, { money, start, end }))
  }
  return offers
}

/** Release notes of long ago and licenses say nothing of what one pays now. */
const isOwn = ({ kind }: ReadSource): boolean => kind !== 'license' && kind !== 'release-notes'

function statedPrice(words: string, { money, start, end }: { money: Money; start: number; end: number }): Offer[] {
  if (isNoPrice(words, money)) return []
  const { to: _, ...offer } = priced(words, money)
  const near = words.slice(Math.max(0, money.start - 120), money.start)
  if (offer.per === null && !cue.test(near) && !/^\W*$/.test(near)) return []
  if (offer.per === null && money.amount > 0 && !cue.test(words)) return []
  const plan = planName.exec(words.slice(0, money.start))?.groups?.name ?? null
  const isFree = money.amount === 0
  if (isFree && deniesFree(words)) return []
  return [{ ...offer, ...(isFree ? { label: 'Free', per: null } : {}), plan, start, end, isExtra: isAddOn(words) }]
}
