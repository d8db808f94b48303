import type { DossierValues } from '../../../contracts/dossier-form.js'
import { most } from '../../../contracts/limits.js'

export const rowLists = ['sources', 'facts', 'plans'] as const
export type RowList = (typeof rowLists)[number]

/** The fields of each row that a form shows. */
export const rowFields = {
  sources: ['title', 'kind', 'publisher', 'url', 'publishedOn', 'retrievedOn', 'origin', 'text', 'kept'],
  facts: ['statement', 'source', 'quote', 'kept'],
  plans: ['name', 'label', 'amountUsd', 'per', 'note', 'source', 'quote', 'kept'],
} as const

/** The fields that are there once. */
export const singleFields = [
  ...['tool.slug', 'tool.name', 'tool.shortName', 'tool.vendor', 'tool.category', 'tool.tagline', 'tool.description'],
  ...['tool.website', 'tool.repository', 'asOf', 'rivals'],
  ...['license.name', 'license.spdx', 'license.commercialUse', 'license.summary', 'license.source'],
  ...['entryPrice.label', 'entryPrice.amountUsd', 'entryPrice.per', 'entryPrice.note', 'entryPrice.asOf', 'entryPrice.source'],
] as const

/** Rows of a form at most, of every list together: a dossier has fewer. */
export const mostRows = most.parts

/** A row's key: its number, and letters where a window gave it, for two windows may add one at once. */
export const rowKeyPattern = /^\d{1,6}[a-z]{0,8}$/

const shownField = new RegExp(
  `^(?:${singleFields.map((field) => field.replace('.', '\\.')).join('|')}|${rowLists
    .map((list) => `${list}\\.\\d{1,6}[a-z]{0,8}\\.(?:${rowFields[list].join('|')})`)
    .join('|')}|sources\\.\\d{1,6}[a-z]{0,8}\\.cleared\\.[0-9a-f]{12})$`,
)

/** Whether a path is one that a form may send; what else is among the values is kept beside them, such as how a source was read. Pure. */
export function isShownField(path: string): boolean {
  return path.length <= 80 && shownField.test(path)
}

export type Row = { list: RowList; key: string }

/** The rows of a list in their order: by number, then by letters. Pure. */
export function rowsOf(values: DossierValues, list: RowList): Row[] {
  const keys = new Set<string>()
  for (const path of Object.keys(values)) {
    const [head, key = ''] = path.split('.', 3)
    if (head === list && rowKeyPattern.test(key)) keys.add(key)
  }
  return [...keys].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)).map((key) => ({ list, key }))
}

/** The rows that go into the dossier. Pure. */
export function keptRows(values: DossierValues, list: RowList): Row[] {
  return rowsOf(values, list).filter(({ key }) => values[`${list}.${key}.kept`] === 'yes')
}

/** The path of a row's field. Pure. */
export function rowPath({ list, key }: Row, field: string): string {
  return `${list}.${key}.${field}`
}

/** The highest number that a row's key has: six digits. */
export const mostRowNumber = 999_999

/** A key for one more row of a list, behind all others. Pure. */
export function nextKey(values: DossierValues, list: RowList): string {
  return keyBehind(rowsOf(values, list).map(({ key }) => key))
}

/** A key that none of these is, and behind them all as long as there are numbers; then with letters, as windows give them. Pure. */
export function keyBehind(keys: readonly string[]): string {
  const last = keys.reduce((most, key) => Math.max(most, Number.parseInt(key, 10)), 0)
  if (last < mostRowNumber) return String(last + 1)
  const taken = new Set(keys)
  for (let count = 0; ; count += 1) {
    const key = `${mostRowNumber}zzz${lettersOf(count)}`
    if (!taken.has(key)) return key
  }
}

/** A number as five letters, in the order of numbers. */
function lettersOf(count: number): string {
  return Array.from({ length: 5 }, (_, place) => String.fromCharCode(97 + (Math.floor(count / 26 ** (4 - place)) % 26))).join('')
}

export const commercialUses = ['yes', 'no', 'conditional', 'unknown'] as const
