import type { Dossier } from '../../contracts/dossier.js'

/** One thing that two versions say differently: null on the side that does not have it. `field` is what an editor calls it. */
export type DossierChange = { field: string; before: string | null; after: string | null }

/** Changes of one part of the dossier, in the order of the form: never empty. */
export type ChangedPart = { part: string; changes: DossierChange[] }

type Fields = [string, string | null | undefined][]

/** What differs between two versions of a dossier, part by part and field by field; empty where they say the same. Hashes and splits follow from texts and are no part of it. Pure. */
export function dossierChanges(before: Dossier, after: Dossier): ChangedPart[] {
  const parts: ChangedPart[] = [
    { part: 'The tool', changes: compareFields(toolFields(before), toolFields(after)) },
    { part: 'License', changes: compareFields(licenseFields(before), licenseFields(after)) },
    { part: 'Entry price', changes: compareFields(priceFields(before), priceFields(after)) },
    { part: 'Plans', changes: compareItems(items(before.plans ?? [], nameOf, planText), items(after.plans ?? [], nameOf, planText)) },
    { part: 'Rivals', changes: compareItems(items(before.rivals, same, same), items(after.rivals, same, same)) },
    { part: 'Facts', changes: compareItems(factItems(before), factItems(after)) },
    { part: 'Sources', changes: sourceChanges(before, after) },
  ]
  return parts.filter(({ changes }) => changes.length > 0)
}

function toolFields({ asOf, tool }: Dossier): Fields {
  return [
    ['known as of', asOf],
    ['name', tool.name],
    ['short name', tool.shortName],
    ['vendor', tool.vendor],
    ['category', tool.category],
    ['tagline', tool.tagline],
    ['description', tool.description],
    ['website', tool.website],
    ['repository', tool.repository],
  ]
}

function licenseFields({ license }: Dossier): Fields {
  return [
    ['name', license.name],
    ['SPDX id', license.spdx],
    ['commercial use', license.commercialUse],
    ['summary', license.summary],
    ['source', license.source],
  ]
}

function priceFields({ entryPrice }: Dossier): Fields {
  return [
    ['price', entryPrice.label],
    ['amount in US dollars', numberText(entryPrice.amountUsd)],
    ['per', entryPrice.per],
    ['note', entryPrice.note],
    ['as of', entryPrice.asOf],
    ['source', entryPrice.source],
  ]
}

type Plan = NonNullable<Dossier['plans']>[number]

function planText({ label, amountUsd, per, note, source, quote }: Plan): string {
  return lines([label, numberText(amountUsd), per, note, `source: ${source}`, `passage: ${quote}`])
}

function factItems({ facts }: Dossier): Map<string, string> {
  return items(
    facts,
    ({ id }) => id,
    ({ statement, source, quote }) => lines([statement, `source: ${source}`, `passage: ${quote}`]),
  )
}

/** A source’s particulars and its text are compared apart: one is read at a glance, the other is a page. */
function sourceChanges(before: Dossier, after: Dossier): DossierChange[] {
  const particulars = (sources: Dossier['sources']) => items(sources, idOf, sourceText)
  const changed = compareItems(particulars(before.sources), particulars(after.sources))
  const texts = new Map(before.sources.map(({ id, text }) => [id, text]))
  const changedTexts = after.sources.flatMap(({ id, text }): DossierChange[] => {
    const old = texts.get(id)
    return old === undefined || old === text ? [] : [{ field: `text of ${id}`, before: old, after: text }]
  })
  return [...changed, ...changedTexts]
}

function sourceText({ kind, title, publisher, url, publishedOn, retrievedOn, origin, cleared = [] }: Dossier['sources'][number]): string {
  const dates = `published ${publishedOn}, read ${retrievedOn}`
  return lines([title, publisher, url, `${kind}, ${origin}`, dates, ...cleared.map(({ words, reason }) => `cleared: ${words} (${reason})`)])
}

function compareFields(before: Fields, after: Fields): DossierChange[] {
  return before.flatMap(([field, old = null], index) => {
    const now = after[index]?.[1] ?? null
    return old === now ? [] : [{ field, before: old, after: now }]
  })
}

/** Items by what names them: changed and removed ones in the old order, then those that came. */
function compareItems(before: Map<string, string>, after: Map<string, string>): DossierChange[] {
  const gone = [...before].flatMap(([field, old]): DossierChange[] => {
    const now = after.get(field) ?? null
    return old === now ? [] : [{ field, before: old, after: now }]
  })
  const came = [...after].flatMap(([field, now]): DossierChange[] => (before.has(field) ? [] : [{ field, before: null, after: now }]))
  return [...gone, ...came]
}

/** Items by name; a second of the same name is distinguished by its place among them. */
function items<T>(list: readonly T[], name: (item: T) => string, text: (item: T) => string): Map<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    list.map((item) => {
      const key = name(item)
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return [count === 1 ? key : `${key} (${count})`, text(item)]
    }),
  )
}

const same = (text: string) => text
const nameOf = ({ name }: { name: string }) => name
const idOf = ({ id }: { id: string }) => id
const numberText = (amount: number | null) => (amount === null ? null : String(amount))
const lines = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join('\n')
