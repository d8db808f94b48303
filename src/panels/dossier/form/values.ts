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

/** A key for one more row, behind all others of its list; `letters` make it one of its own. Pure. */
export function nextKey(values: DossierValues, list: RowList, letters = ''): string {
  const last = rowsOf(values, list).at(-1)
  return `${(last === undefined ? 0 : Number.parseInt(last.key, 10)) + 1}${letters}`
}

export const commercialUses = ['yes', 'no', 'conditional', 'unknown'] as const
