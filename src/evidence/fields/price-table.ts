import { readMoney } from './money.js'
import { isPriceCell, type Offer, readOffer } from './offer.js'
import { readPriceUnit } from './price-unit.js'
import type { Piece } from './read-source.js'

type Cell = Piece
type Row = { start: number; end: number; cells: Cell[] }

const mostCells = 40
const mostRows = 200
const separator = /^[\s|:+-]{3,}$/
/** Heads of columns that say what a price is for, and name no plan. */
const priceHead =
  /\b(?:price|pricing|cost|costs|fee|rate|monthly|annual(?:ly)?|yearly|per|input|output|cached|month|year|billed|preis|kosten|prix|tarif|precio|mensual|monatlich|jährlich)\b|^[$€£]|\/|料金|価格|价格|月額/i
/** Heads of the row that has what the plans of the columns cost. */
const priceRow =
  /^\W*(?:(?:base |starting |list |monthly |annual |plan )?(?:price|pricing|cost|costs|preis|kosten|prix|tarif|precio|料金|価格|价格|月額)|(?:billed )?(?:monthly|annually|yearly)|per (?:month|year|user|seat))(?![\p{L}])/iu
/** Rows of what is paid beside a plan: no plan of its own. */
const feeRow =
  /\b(?:set-?up|onboarding|migration|cancellation|transaction|platform|installation|fees?|extra|additional|add-?ons?|overages?|support|ssl|domains?|viewers?|guests?|observers?|updates?|training|shipping|trial|einrichtung\w{0,10})\b/i
const unitHead = /\b(?:per|\/)\s?[\w /,.]{1,40}|\/ ?[\w /,.]{1,40}/i

/** Whether a line is a row of a table of pipes. */
export const isRow = (line: string): boolean => line.startsWith('|') || (line.split('|', 4).length >= 3 && line.length < 2_000)

/**
 * The offers of a table of prices, whose lines are given: plans as columns with a row of prices, or plans (or models) as rows with a column of
 * prices. `names`: the tool's own names, in lower case; where they head a column, the others are of other tools.
 */
export function readPriceTable(lines: readonly Piece[], names: readonly string[]): Offer[] {
  const rows = lines
    .slice(0, mostRows)
    .filter(({ words }) => !separator.test(words))
    .map(rowOf)
  const [head, ...body] = rows
  if (head === undefined || body.length === 0) return []
  const isComparison = head.cells.slice(1).some(({ words }) => names.includes(bare(words).toLowerCase()))
  const columns = planColumns(head, body)
  if (columns !== null) return columns.filter((offer) => !isComparison || names.includes((offer.plan ?? '').toLowerCase()))
  return isComparison ? [] : planRows(head, body)
}

function rowOf({ start, end, words }: Piece): Row {
  const cells: Cell[] = []
  let at = words.startsWith('|') ? 1 : 0
  const last = words.endsWith('|') && words.length > 1 ? words.length - 1 : words.length
  while (at <= last && cells.length < mostCells) {
    const next = words.indexOf('|', at)
    const to = next < 0 || next > last ? last : next
    const cell = words.slice(at, to)
    const from = start + at + (cell.length - cell.trimStart().length)
    cells.push({ start: from, end: from + cell.trim().length, words: cell.trim() })
    at = to + 1
  }
  return { start, end, cells }
}

const isPriced = ({ words }: Cell): boolean => isPriceCell(words, readMoney(words.slice(0, 300)))
const bare = (words: string): string => words.replace(/[*_`#]{1,3}/g, '').trim()
/** A plan's name as a head of a column has it, which may have the price behind it: `Pro $20/mo`. */
const nameOf = (words: string): string => {
  const [money] = readMoney(words.slice(0, 300))
  const name = bare(money === undefined ? words : words.slice(0, money.start)).replace(/[\s:(–—-]{1,6}$/, '')
  return name.slice(0, 60)
}

/** Plans as columns: their prices are in the head, or in one or two rows under it. Null where the table is not of that kind. */
function planColumns(head: Row, body: readonly Row[]): Offer[] | null {
  const heads = head.cells.slice(1)
  const pricedHeads = heads.filter(({ words }) => readMoney(words).length > 0)
  if (pricedHeads.length >= 2 || (pricedHeads.length > 0 && heads.some(({ words }) => /^\W*free\W*$/i.test(words)))) {
    return heads.flatMap((cell) => offerOf(cell, { plan: nameOf(cell.words), row: head, per: null }))
  }
  if (heads.length === 0 || heads.filter(({ words }) => priceHead.test(words)).length >= Math.max(1, heads.length / 2)) return null
  const prices = body.filter(
    ({ cells }) => cells.slice(1).filter(isPriced).length >= Math.min(2, heads.length) && !isPriced(cells[0] ?? blank),
  )
  const named = prices.find(({ cells }) => priceRow.test(bare(cells[0]?.words ?? '')) && !feeRow.test(cells[0]?.words ?? ''))
  const row = named ?? prices.find(({ cells }) => !feeRow.test(cells[0]?.words ?? ''))
  const firstColumn = body.filter(({ cells }) => !isPriced(cells[0] ?? blank)).length
  if (row === undefined) return null
  const isRows = prices.length > 3 || (prices.length === body.length && body.length > 1 && firstColumn > 2)
  if (named === undefined && isRows) return null
  const per = unitOf(row.cells[0]?.words ?? '')
  return row.cells.slice(1).flatMap((cell, index) => offerOf(cell, { plan: nameOf(heads[index]?.words ?? ''), row, per }))
}

const blank: Cell = { start: 0, end: 0, words: '' }

/** Plans as rows: the first cell with a price in each. */
function planRows(head: Row, body: readonly Row[]): Offer[] {
  return body.flatMap((row) => {
    const column = row.cells.findIndex((cell, index) => index > 0 && isPriced(withSign(cell, head.cells[index])))
    const cell = row.cells[column]
    if (cell === undefined) return []
    const label = head.cells[column]
    const offers = offerOf(withSign(cell, label), {
      plan: nameOf(row.cells[0]?.words ?? ''),
      row,
      per: unitOf(label?.words ?? ''),
      isShifted: cell.words !== withSign(cell, label).words,
    })
    if (!feeRow.test(row.cells[0]?.words ?? '')) return offers
    return offers.flatMap((offer) => (offer.amount === 0 ? [] : { ...offer, isExtra: true }))
  })
}

/** A bare number in a column of prices has its currency in the head: `Price (USD)`, `$ / month`. */
function withSign(cell: Cell, head: Cell | undefined): Cell {
  const sign = /[$€£]|\b(?:USD|EUR|GBP)\b/.exec(head?.words ?? '')?.[0]
  return sign !== undefined && /^\d[\d.,]{0,12}$/.test(cell.words) ? { ...cell, words: `${sign} ${cell.words}` } : cell
}

/** `Price per user / month` → `user per month`; `Monthly` → `month`. */
function unitOf(head: string): string | null {
  const found = unitHead.exec(head)
  if (found !== null) return readPriceUnit(found[0])?.words ?? null
  if (/\bmonth(?:ly)?\b|monatlich|mensuel|mensual|月額/i.test(head)) return 'month'
  return /\b(?:annual(?:ly)?|yearly|year)\b|jährlich|annuel|anual|年額/i.test(head) ? 'year' : null
}

function offerOf(cell: Cell, { plan, row, per }: { plan: string; row: Row; per: string | null; isShifted?: boolean }): Offer[] {
  const read = readOffer(cell.words, readMoney(cell.words.slice(0, 300)))
  if (read === null) return []
  const { to: _, ...offer } = read
  return [
    {
      ...offer,
      per: offer.per ?? (offer.amount === null || offer.amount === 0 ? null : per),
      plan: plan === '' ? null : plan,
      start: row.start,
      end: row.end,
    },
  ]
}
