import type { DossierValues } from '../../../contracts/dossier-form.js'
import { freeId } from '../../../evidence/intake/free-id.js'
import { proposeSlug } from '../../../evidence/intake/propose-slug.js'
import { freezeSteering } from '../../../evidence/steering/freeze-steering.js'
import { readJsonText } from '../../../platform/input/bounded-json.js'
import type { Path } from '../../../platform/input/yaml-source.js'
import { keptRows, type Row, rowPath } from './values.js'
import { clearedField } from './values-of-dossier.js'

export type FormDossier = {
  /** The document to be checked as every dossier is; parts of it may be anything that was typed. */
  document: unknown
  /** The path of the field in which something of the document was written; of a whole list its name. */
  fieldOf: (path: Path) => string
}

type Fields = (field: string) => string

/** The dossier that a form stands for: rows that are not kept are left out, an id that a row has none of is made of its words. Pure. */
export function dossierOfValues(values: DossierValues): FormDossier {
  const at: Fields = (path) => values[path] ?? ''
  const rows = { sources: keptRows(values, 'sources'), facts: keptRows(values, 'facts'), plans: keptRows(values, 'plans') }
  const of =
    (row: Row): Fields =>
    (field) =>
      at(rowPath(row, field))
  const sourceIds = idsOf(rows.sources, of, 'title', 'source')
  const factIds = idsOf(rows.facts, of, 'statement', 'fact')
  const sourceId = (key: string) => sourceIds.get(key) ?? ''
  const names = [at('tool.name'), at('tool.shortName')]
  const sources = rows.sources.map((row) => sourceOf(values, row, { id: sourceId(row.key), names }))
  const document = {
    schema: 'panel.dossier/1',
    asOf: at('asOf'),
    tool: toolOf(at),
    license: licenseOf(at, sourceId),
    entryPrice: entryPriceOf(at, sourceId),
    ...(rows.plans.length === 0 ? {} : { plans: rows.plans.map((row) => planOf(of(row), sourceId)) }),
    rivals: rivalsOf(at),
    facts: rows.facts.map((row) => ({
      id: factIds.get(row.key),
      statement: of(row)('statement'),
      source: sourceId(of(row)('source')),
      quote: of(row)('quote'),
    })),
    sources,
  }
  const clearedIn = (source: number, index: number) => sources[source]?.cleared?.[index]?.words ?? null
  return { document, fieldOf: (path) => clearedFieldOf(path, { rows: rows.sources, clearedIn }) ?? fieldOf(path, rows) }
}

/** The slug of a form: as it is written, else made of the name; empty where there is neither. Pure. */
export function slugOfValues(values: DossierValues): string {
  const written = values['tool.slug'] ?? ''
  return written === '' ? (proposeSlug(values['tool.name'] ?? null) ?? '') : written
}

function toolOf(at: Fields) {
  const [website, repository] = [at('tool.website'), at('tool.repository')]
  return {
    slug: slugOfValues({ 'tool.slug': at('tool.slug'), 'tool.name': at('tool.name') }),
    name: at('tool.name'),
    shortName: orNull(at('tool.shortName')),
    vendor: at('tool.vendor'),
    category: at('tool.category'),
    tagline: at('tool.tagline'),
    description: at('tool.description'),
    ...(website === '' ? {} : { website }),
    ...(repository === '' ? {} : { repository }),
  }
}

function licenseOf(at: Fields, sourceId: (key: string) => string) {
  return {
    name: at('license.name'),
    spdx: orNull(at('license.spdx')),
    commercialUse: at('license.commercialUse'),
    summary: at('license.summary'),
    source: sourceId(at('license.source')),
  }
}

function entryPriceOf(at: Fields, sourceId: (key: string) => string) {
  return {
    ...priceOf((field) => at(`entryPrice.${field}`)),
    asOf: at('entryPrice.asOf') === '' ? at('asOf') : at('entryPrice.asOf'),
    source: sourceId(at('entryPrice.source')),
  }
}

function planOf(at: Fields, sourceId: (key: string) => string) {
  return { name: at('name'), ...priceOf(at), source: sourceId(at('source')), quote: at('quote') }
}

function priceOf(at: Fields) {
  return { label: at('label'), amountUsd: amountOf(at('amountUsd')), per: orNull(at('per')), note: orNull(at('note')) }
}

/** A number where it is one; else what was written, which the check refuses at its place. */
function amountOf(written: string): number | string | null {
  if (written.trim() === '') return null
  return /^\s*\d{1,20}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?\s*$/.test(written) ? Number(written) : written
}

function orNull(text: string): string | null {
  return text === '' ? null : text
}

function rivalsOf(at: Fields): unknown[] {
  const names = at('rivals')
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const carried = listOf(at('carried.rivals')).filter((name) => typeof name === 'string')
  const isAsCarried = carried.length === names.length && carried.every((name, index) => name.trim() === names[index])
  return isAsCarried ? carried : names
}

function sourceOf(values: DossierValues, row: Row, { id, names }: { id: string; names: readonly string[] }) {
  const at: Fields = (field) => values[rowPath(row, field)] ?? ''
  const { capture, hidden } = objectOf(at('carried'))
  const source = {
    ...{ id, kind: at('kind'), title: at('title'), publisher: at('publisher'), url: at('url') },
    ...{ publishedOn: at('publishedOn'), retrievedOn: at('retrievedOn'), origin: at('origin'), text: at('text') },
    ...(capture === undefined ? {} : { capture }),
    ...(hidden === undefined ? {} : { hidden }),
  }
  const cleared = clearedOf(values, row, () => passagesOf(source.text, source.title, hidden, names))
  return { ...source, ...(cleared.length === 0 ? {} : { cleared }) }
}

/** Why passages are harmless: those of the version before in their order, then what was said since. */
function clearedOf(values: DossierValues, row: Row, find: () => string[]): { words: string; reason: string }[] {
  const before = listOf(values[rowPath(row, 'carried.cleared')] ?? '').filter(isCleared)
  const lastOf = new Map(before.map(({ words, reason }) => [words, reason]))
  const reasonOf = (words: string) => values[rowPath(row, clearedField(words))] ?? ''
  const known = before.flatMap(({ words, reason }) => {
    const now = reasonOf(words)
    return now.trim() === '' ? [] : [{ words, reason: now === lastOf.get(words) ? reason : now }]
  })
  const said = Object.keys(values).filter((path) => path.startsWith(rowPath(row, 'cleared.')) && values[path]?.trim() !== '')
  const isAllKnown = said.length <= new Set(known.map(({ words }) => words)).size
  if (isAllKnown) return known
  const others = [...new Set(find())].filter((words) => !lastOf.has(words) && reasonOf(words).trim() !== '')
  return [...known, ...others.map((words) => ({ words, reason: reasonOf(words) }))]
}

/** The passages of a source that want to steer who reads it, by their words. Pure. */
function passagesOf(text: string, title: string, hidden: unknown, names: readonly string[]): string[] {
  if (text.trim() === '') return []
  const searched = { text, title, hidden: Array.isArray(hidden) ? hidden : [] }
  const { steering } = freezeSteering(
    searched,
    names.filter((name) => name !== ''),
  )
  return (steering?.passages ?? []).map(({ words }) => words)
}

function isCleared(value: unknown): value is { words: string; reason: string } {
  return typeof value === 'object' && value !== null && 'words' in value && 'reason' in value
}

/** What was written by us, so it reads; a list or an object, and an empty one where it does not. */
function listOf(json: string): unknown[] {
  const read = readJsonText(json)
  return 'value' in read && Array.isArray(read.value) ? read.value : []
}

function objectOf(json: string): Record<string, unknown> {
  const read = readJsonText(json)
  return 'value' in read && typeof read.value === 'object' && read.value !== null ? { ...read.value } : {}
}

/** Row → its id: the one it came with, else one made of its first words that no other row has. */
function idsOf(rows: readonly Row[], of: (row: Row) => Fields, words: string, otherwise: string): Map<string, string> {
  const ids = new Map(rows.flatMap((row) => (of(row)('id') === '' ? [] : [[row.key, of(row)('id')] as const])))
  const taken = new Set(ids.values())
  for (const row of rows) {
    if (ids.has(row.key)) continue
    const id = freeId((proposeSlug(of(row)(words)) ?? otherwise).split('-').slice(0, 5).join('-'), taken)
    taken.add(id)
    ids.set(row.key, id)
  }
  return ids
}

type ClearedRows = { rows: readonly Row[]; clearedIn: (source: number, index: number) => string | null }

/** The field of the reason for which a passage is harmless; null for any other place. */
function clearedFieldOf([part, source, field, index]: Path, { rows, clearedIn }: ClearedRows): string | null {
  if (part !== 'sources' || field !== 'cleared' || typeof source !== 'number' || typeof index !== 'number') return null
  const [row, words] = [rows[source], clearedIn(source, index)]
  return row === undefined || words === null ? null : rowPath(row, clearedField(words))
}

function fieldOf([part, index, field]: Path, rows: Readonly<Record<'sources' | 'facts' | 'plans', readonly Row[]>>): string {
  if (part === 'sources' || part === 'facts' || part === 'plans') {
    const row = typeof index === 'number' ? rows[part][index] : undefined
    if (row === undefined) return part
    const first = part === 'sources' ? 'title' : part === 'facts' ? 'statement' : 'name'
    const isOwn = typeof field === 'string' && !['id', 'capture', 'hidden', 'cleared'].includes(field)
    return rowPath(row, isOwn ? field : first)
  }
  if (part === 'tool' || part === 'license' || part === 'entryPrice')
    return `${part}.${String(index ?? (part === 'tool' ? 'name' : 'source'))}`
  return part === 'asOf' || part === 'rivals' ? part : 'tool.name'
}
