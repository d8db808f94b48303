import { isFreeCell } from './free.js'
import type { Money } from './money.js'
import { isNoPrice } from './no-price.js'
import { deniesFree } from './not-free.js'
import { readPriceUnit } from './price-unit.js'

/**
 * What someone can start with: a plan, or a price that a sentence states. `amount` is 0 where it is free, null where one has to ask.
 * `isForAll` is false where it is for students and the like; `isExtra` where it is paid beyond a plan. UTF-16 offsets of the passage.
 */
export type Offer = {
  plan: string | null
  label: string
  amount: number | null
  currency: string | null
  per: string | null
  note: string | null
  start: number
  end: number
  isForAll: boolean
  isExtra: boolean
}

const asking =
  /^[\s*_#>-]{0,10}(?:custom(?: pricing| quote)?|contact (?:us|sales)|talk to (?:us|sales)|let[’']s talk|get in touch|on request|request a quote|get a quote|upon request|auf anfrage|individuell|sur (?:devis|demande)|a medida|contáctanos|お問い合わせ|要見積|联系我们|联系销售|定制)[\s*_!.→>]{0,6}(?:$|[(–—-])/i
const from = /\b(?:from|start(?:s|ing)? (?:at|from)|as low as|ab|à partir de|a partir de|desde|von)\s{0,2}[*_]{0,2}$/i
/** What may be before the price of a plan on its line: an older price, `from`. */
const leading =
  /^[\s*_~#>(-]{0,12}(?:(?:from|starting at|starts at|starting from|as low as|only|just|now|ab|nur|jetzt|à partir de|a partir de|desde|price:?|preis:?|月額|billed \w+:?|monthly:?)\s{0,3})?[*_]{0,4}$/i
const olderPrice = /(?:[$€£]|USD|EUR)\s?[\d.,]{1,12}\s{0,3}$|[\d.,]{1,12}\s?(?:€|USD|EUR)\s{0,3}$/

/** A text before a price, without what is crossed out and an older price right before it. */
const withoutStruck = (before: string): string => before.replace(/~~[^~]{0,30}~~|<(del|s)>[^<]{0,30}<\/\1>/g, '').replace(olderPrice, '')

export const longestLabel = 80

/** Whether a cell or a line is the price of a plan that one has to ask for. */
export const isAsking = (cell: string): boolean => asking.test(cell.slice(0, 120))

/** Whether a cell of a table says a price, that it is free, or that one has to ask. */
export function isPriceCell(cell: string, money: readonly Money[]): boolean {
  const bare = cell.replace(/^[\s*_~#>-]{1,10}/, '')
  const first = money.find((one) => !isNoPrice(cell, one))
  const isFirst = first !== undefined && leading.test(withoutStruck(cell.slice(0, first.start)))
  return isFreeCell(bare) || isAsking(bare) || isFirst
}

/** The offer that a cell or a line states, without its place; null where it states none. `money`: the amounts in it, by offsets in it. */
export function readOffer(cell: string, money: readonly Money[]): (Omit<Offer, 'plan' | 'start' | 'end'> & { to: number }) | null {
  const kept = money.filter((one) => !isNoPrice(cell, one))
  const [first, second] = kept
  // An old price and behind it the new one, which is less: `$29 $19/month`.
  const isOld =
    first !== undefined &&
    second !== undefined &&
    second.amount < first.amount &&
    /^[\s*_~]{0,6}$/.test(cell.slice(first.end, second.start))
  const chosen = isOld ? second : first
  if (chosen !== undefined && chosen.amount > 0) return priced(cell, chosen)
  const bare = cell.replace(/^[\s*_~#>-]{1,10}/, '')
  if (isFreeCell(bare) || (chosen?.amount === 0 && !deniesFree(cell))) {
    const note = /\b(?:for|up to) [\w ,'-]{2,60}/i.exec(bare)?.[0].trim() ?? null
    return {
      label: 'Free',
      amount: 0,
      currency: chosen?.currency ?? null,
      per: null,
      note,
      isForAll: !/students?|educat|nonprofit|open[- ]source/i.test(note ?? ''),
      isExtra: false,
      to: cell.length,
    }
  }
  if (!isAsking(bare)) return null
  return {
    label: bare.replace(/[\s*_→>!.]{1,8}$/, '').slice(0, longestLabel),
    amount: null,
    currency: null,
    per: null,
    note: null,
    isForAll: true,
    isExtra: false,
    to: cell.length,
  }
}

/** The offer of one amount in a text, with the unit and the notes behind it. */
export function priced(text: string, money: Money): Omit<Offer, 'plan' | 'start' | 'end'> & { to: number } {
  const unit = readPriceUnit(text.slice(money.end))
  const to = money.end + (unit?.length ?? 0)
  const isMonthlyBefore = /(?:月額|monthly(?: price)?:?|monatlich)\s{0,2}$/i.test(text.slice(Math.max(0, money.start - 20), money.start))
  return {
    label: clean(text.slice(money.start, to)).slice(0, longestLabel),
    amount: money.amount,
    currency: money.currency,
    per: unit?.words ?? (isMonthlyBefore ? 'month' : null),
    note: notesOf(text, { money, to }),
    isForAll: true,
    isExtra: false,
    to,
  }
}

/** `from`, and how it is billed, as far as the text right before and behind says so. */
function notesOf(text: string, { money, to }: { money: Money; to: number }): string | null {
  const before = text.slice(Math.max(0, money.start - 30), money.start)
  const notes = [from.test(before) ? 'from' : null, billing(text.slice(to, to + 120))]
  return notes.filter((note) => note !== null).join(', ') || null
}

/** How a price is billed, as the text says it. */
export const billing = (text: string): string | null =>
  /\b(?:when |if )?(?:billed|paid|charged|invoiced) (?:annually|yearly|monthly|quarterly|upfront|per (?:year|month)|once a year|every \w{3,8})\b|\bjährliche Abrechnung\b|\bfacturé(?:e)? annuellement\b|\bbei jährlicher Zahlung\b/i.exec(
    text,
  )?.[0] ?? null

export const clean = (text: string): string =>
  text
    .replace(/[*_`]{1,3}/g, '')
    .replace(/\s{1,40}/g, ' ')
    .trim()
