import type { Dossier, DossierFile } from '../../../contracts/dossier.js'
import type { DossierValues } from '../../../contracts/dossier-form.js'
import { sha256 } from '../../../platform/hash.js'
import { keyBehind, type Row, type RowList, rowPath, rowsOf } from './values.js'

type AnyDossier = Dossier | DossierFile
const shortHash = 12

/** Under which name the reason is kept for which a passage of a source is harmless. Pure. */
export function clearedField(words: string): string {
  return `cleared.${sha256(words).slice(0, shortHash)}`
}

/**
 * A dossier as its form has it. Beside `like`, rows that are the same (sources and facts by id, plans by name) have the keys they have there, and
 * those that are gone are there as not kept. What a form does not show, such as how a source was read, is carried along. Pure.
 */
export function valuesOfDossier(dossier: AnyDossier, like: DossierValues = {}): DossierValues {
  const values: Record<string, string> = { ...singlesOf(dossier) }
  const keyOf = keysBeside(like)
  const sourceKeys = new Map<string, string>()
  for (const source of dossier.sources) {
    const row: Row = { list: 'sources', key: keyOf('sources', 'id', source.id) }
    sourceKeys.set(source.id, row.key)
    addRow(values, row, sourceValues(source))
  }
  const sourceKey = (id: string) => sourceKeys.get(id) ?? ''
  for (const { id, statement, source, quote } of dossier.facts) {
    addRow(values, { list: 'facts', key: keyOf('facts', 'id', id) }, { id, statement, source: sourceKey(source), quote })
  }
  for (const { source, ...plan } of dossier.plans ?? []) {
    const { name, label, amountUsd, per, note, quote } = plan
    const texts = { name, label, amountUsd: amountText(amountUsd), per: per ?? '', note: note ?? '', quote }
    addRow(values, { list: 'plans', key: keyOf('plans', 'name', name) }, { ...texts, source: sourceKey(source) })
  }
  values['license.source'] = sourceKey(dossier.license.source)
  values['entryPrice.source'] = sourceKey(dossier.entryPrice.source)
  return withGoneRows(values, like)
}

function singlesOf({ asOf, tool, license, entryPrice, rivals }: AnyDossier): Record<string, string> {
  return {
    asOf,
    'tool.slug': tool.slug,
    'tool.name': tool.name,
    'tool.shortName': tool.shortName ?? '',
    'tool.vendor': tool.vendor,
    'tool.category': tool.category,
    'tool.tagline': tool.tagline,
    'tool.description': tool.description,
    'tool.website': tool.website ?? '',
    'tool.repository': tool.repository ?? '',
    'license.name': license.name,
    'license.spdx': license.spdx ?? '',
    'license.commercialUse': license.commercialUse,
    'license.summary': license.summary,
    'entryPrice.label': entryPrice.label,
    'entryPrice.amountUsd': amountText(entryPrice.amountUsd),
    'entryPrice.per': entryPrice.per ?? '',
    'entryPrice.note': entryPrice.note ?? '',
    'entryPrice.asOf': entryPrice.asOf,
    rivals: rivals.map((name) => name.trim()).join('\n'),
    // A name may end in a line end, as YAML leaves one: as it is written, as long as no one changes the list.
    'carried.rivals': JSON.stringify(rivals),
  }
}

function sourceValues(source: AnyDossier['sources'][number]): Record<string, string> {
  const { id, kind, title, publisher, url, publishedOn, retrievedOn, origin, text, capture, hidden, cleared } = source
  const carried = { ...(capture === undefined ? {} : { capture }), ...(hidden === undefined ? {} : { hidden }) }
  return {
    ...{ id, kind, title, publisher, url, publishedOn, retrievedOn, origin, text },
    ...(Object.keys(carried).length === 0 ? {} : { carried: JSON.stringify(carried) }),
    ...(cleared === undefined ? {} : { 'carried.cleared': JSON.stringify(cleared) }),
    ...Object.fromEntries((cleared ?? []).map(({ words, reason }) => [clearedField(words), reason])),
  }
}

function addRow(values: Record<string, string>, row: Row, fields: Readonly<Record<string, string>>): void {
  for (const [field, value] of Object.entries({ ...fields, kept: 'yes' })) values[rowPath(row, field)] = value
}

/** Amounts as they are written: JSON's own digits, which read back to the same number. */
function amountText(amount: number | null): string {
  return amount === null ? '' : String(amount)
}

function keysBeside(like: DossierValues) {
  const taken = new Set<string>()
  const added = new Map<RowList, string[]>()
  return (list: RowList, field: string, value: string): string => {
    const same = rowsOf(like, list).find((row) => like[rowPath(row, field)] === value && !taken.has(`${list}.${row.key}`))
    if (same !== undefined) {
      taken.add(`${list}.${same.key}`)
      return same.key
    }
    const keys = added.get(list) ?? rowsOf(like, list).map((row) => row.key)
    const key = keyBehind(keys)
    added.set(list, [...keys, key])
    return key
  }
}

function withGoneRows(values: Record<string, string>, like: DossierValues): DossierValues {
  for (const [path, value] of Object.entries(like)) {
    const [list = '', key = '', field = ''] = path.split('.', 3)
    if (field === '' || list === 'tool' || list === 'license' || list === 'entryPrice' || list === 'carried') continue
    if (values[`${list}.${key}.kept`] === 'yes') continue
    values[path] = field === 'kept' ? '' : value
  }
  return values
}
