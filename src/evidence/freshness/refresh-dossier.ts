import type { Dossier, DossierFile } from '../../contracts/dossier.js'
import type { ProposedFields, ProposedPrice } from '../../contracts/proposal.js'
import { proposeFields } from '../fields/propose-fields.js'
import { freeId } from '../intake/free-id.js'
import { createSourceShelf } from '../intake/freeze-sources.js'
import { notStated } from '../intake/proposal-edits.js'
import { proposeSlug } from '../intake/propose-slug.js'
import { openText } from '../passages.js'
import type { SourceNow } from './read-dossier.js'

type Changed = Extract<SourceNow, { outcome: 'changed' }>
type Source = DossierFile['sources'][number]

/** What became of a field whose source changed. `left out`: its passage is no longer there, and no rule found another. */
export type FieldNow = { field: string; before: string; after: string | null; status: 'replaced' | 'left out' | 'added' }

export type RefreshedDossier = { file: DossierFile; fields: FieldNow[] }

const mostFacts = 500

/**
 * A dossier with the new texts of its changed sources. Facts and plans whose passage is not in the new text are left out, unless a rule finds them there again; what rules newly find in
 * that text takes the place of such facts; a price or a license that is not is replaced by what a rule finds, or else is not stated. What people wrote of other sources stays. Pure.
 */
export function refreshDossier(base: Dossier, now: readonly SourceNow[], today: string): RefreshedDossier {
  const changed = now.filter((each): each is Changed => each.outcome === 'changed')
  const ids = new Set(changed.map(({ source }) => source.id))
  const texts = new Map(changed.map(({ source, found }) => [source.id, frozenText(found)]))
  const { fields: found } = proposeFields(
    changed.map((each) => readSource(each, texts.get(each.source.id) ?? '')),
    { registries: [] },
  )
  const { fields: before } = proposeFields(
    changed.map((each) => readSource(each, each.source.text)),
    { registries: [] },
  )
  const { sha256: _hash, sources, facts, plans = [], license, entryPrice, ...rest } = base
  const context: Context = { ids, texts, found, before, today }
  const factsNow = refreshFacts(facts, context)
  const plansNow = refreshPlans(plans, context)
  const licenseNow = refreshLicense(license, context)
  const priceNow = refreshPrice(entryPrice, context)
  const file: DossierFile = {
    ...rest,
    asOf: today,
    license: licenseNow.value,
    entryPrice: priceNow.value,
    facts: factsNow.value,
    ...(plansNow.value.length === 0 ? {} : { plans: plansNow.value }),
    sources: sources.map((source) => refreshSource(source, { changed, texts, today })),
  }
  return { file, fields: [...licenseNow.fields, ...priceNow.fields, ...plansNow.fields, ...factsNow.fields] }
}

type Context = {
  /** The changed sources, with their texts as they are kept. */
  ids: ReadonlySet<string>
  texts: ReadonlyMap<string, string>
  /** What rules find in the new texts, and in the old ones. */
  found: ProposedFields
  before: ProposedFields
  today: string
}
type Refreshed<T> = { value: T; fields: FieldNow[] }

/** As intake keeps it. */
function frozenText(found: Changed['found']): string {
  const shelf = createSourceShelf()
  shelf.add([found])
  return shelf.sources()[0]?.text ?? ''
}

function readSource({ source: { id, kind, url, title, publisher }, found }: Changed, text: string) {
  return { id, kind, url, title, publisher, publishedOn: found.publishedOn, how: found.how, page: null, text }
}

function refreshSource(
  { sha256: _hash, units: _units, steering: _steering, hidden: _hidden, cleared: _cleared, ...source }: Dossier['sources'][number],
  { changed, texts, today }: { changed: readonly Changed[]; texts: ReadonlyMap<string, string>; today: string },
): Source {
  const news = changed.find((each) => each.source.id === source.id)
  if (news === undefined) {
    const kept = { ...(_hidden && { hidden: _hidden }), ...(_cleared && { cleared: _cleared }) }
    return { ...source, ...kept }
  }
  const { found } = news
  const hidden = found.page?.hidden ?? []
  const text = texts.get(source.id) ?? found.text
  const publishedOn = found.publishedOn !== null && found.publishedOn <= today ? found.publishedOn : source.publishedOn
  // An editor found passages of the old text harmless: those that are still there.
  const cleared = (_cleared ?? []).filter(({ words }) => text.includes(words))
  return {
    ...{ ...source, text, publishedOn, retrievedOn: today, capture: found.capture },
    ...(hidden.length === 0 ? {} : { hidden }),
    ...(cleared.length === 0 ? {} : { cleared }),
  }
}

function refreshFacts(facts: Dossier['facts'], { ids, texts, found, before }: Context): Refreshed<DossierFile['facts']> {
  const isThere = hasPassage(texts)
  const stays = facts.flatMap((fact) => {
    if (!ids.has(fact.source) || isThere(fact)) return [fact]
    // Its sentence has other words around it, such as another plan's price in the same row, and it still holds.
    const again = found.facts.find(({ value, found: { source } }) => value === fact.statement && source === fact.source)
    return again === undefined ? [] : [{ ...fact, quote: again.found.words }]
  })
  const staying = new Set(stays.map(({ id }) => id))
  const gone = facts.filter(({ id }) => !staying.has(id))
  const taken = new Set(stays.map(({ id }) => id))
  // What rules found before is no news: its author left it out.
  const known = new Set([...stays.map(({ statement }) => statement), ...before.facts.map(({ value }) => value)])
  const news = found.facts
    .filter(({ value, found: { source } }) => !known.has(value) && gone.some((fact) => fact.source === source))
    .slice(0, Math.max(0, mostFacts - stays.length))
    .map(({ value: statement, found: { source, words: quote } }) => {
      const id = freeId((proposeSlug(statement) ?? 'fact').split('-').slice(0, 5).join('-'), taken)
      taken.add(id)
      return { id, statement, source, quote }
    })
  const fields: FieldNow[] = [
    ...gone.map(({ statement }) => ({ field: 'fact', before: statement, after: null, status: 'left out' as const })),
    ...news.map(({ statement }) => ({ field: 'fact', before: '', after: statement, status: 'added' as const })),
  ]
  return { value: [...stays, ...news], fields }
}

function refreshPlans(plans: NonNullable<Dossier['plans']>, { ids, texts, found }: Context): Refreshed<NonNullable<DossierFile['plans']>> {
  const isThere = hasPassage(texts)
  const fields: FieldNow[] = []
  const value = plans.flatMap((plan) => {
    if (!ids.has(plan.source) || isThere(plan)) return [plan]
    const again = found.plans.find(({ value: { name }, found: { source } }) => name === plan.name && source === plan.source)
    const before = `${plan.name}: ${plan.label}`
    if (again === undefined) {
      fields.push({ field: 'plan', before, after: null, status: 'left out' })
      return []
    }
    const after = `${again.value.name}: ${again.value.label}`
    if (after !== before) fields.push({ field: 'plan', before, after, status: 'replaced' })
    return [{ name: plan.name, ...priceOf(again.value), source: plan.source, quote: again.found.words }]
  })
  return { value, fields }
}

function refreshPrice(price: Dossier['entryPrice'], { ids, texts, found, before, today }: Context): Refreshed<DossierFile['entryPrice']> {
  if (!ids.has(price.source)) return { value: price, fields: [] }
  const [fresh, old] = [found.entryPrice, before.entryPrice]
  const isWritten = (texts.get(price.source) ?? '').includes(price.label)
  const isSame = fresh === null ? isWritten : old === null ? isWritten : fresh.value.label === old.value.label
  if (isSame || price.label === notStated) return { value: { ...price, asOf: today }, fields: [] }
  if (fresh === null) {
    const value = { ...price, label: notStated, amountUsd: null, per: null, note: null, asOf: today }
    return { value, fields: [{ field: 'entry price', before: price.label, after: null, status: 'left out' }] }
  }
  const value = { ...priceOf(fresh.value), asOf: today, source: fresh.found.source }
  return { value, fields: [{ field: 'entry price', before: price.label, after: value.label, status: 'replaced' }] }
}

function refreshLicense(license: Dossier['license'], { ids, texts, found, before }: Context): Refreshed<DossierFile['license']> {
  if (!ids.has(license.source)) return { value: license, fields: [] }
  const [fresh, old] = [found.license, before.license]
  const text = texts.get(license.source) ?? ''
  const isWritten = text.includes(license.name) || (license.spdx !== null && text.includes(license.spdx))
  const isSame =
    fresh === null ? isWritten : old === null ? isWritten : fresh.value.name === old.value.name && fresh.value.spdx === old.value.spdx
  if (isSame || license.name === notStated) return { value: license, fields: [] }
  const named = license.spdx ?? license.name
  if (fresh === null) {
    const summary = 'None of the sources says under which license it is.'
    const value = { ...license, name: notStated, spdx: null, commercialUse: 'unknown' as const, summary }
    return { value, fields: [{ field: 'license', before: named, after: null, status: 'left out' }] }
  }
  const { name, spdx, commercialUse, summary } = fresh.value
  const value = { name, spdx, commercialUse, summary, source: fresh.found.source }
  return { value, fields: [{ field: 'license', before: named, after: spdx ?? name, status: 'replaced' }] }
}

/** Whether a passage is in the new text of its source, as a dossier's own check has it. */
function hasPassage(texts: ReadonlyMap<string, string>) {
  const opened = new Map<string, ReturnType<typeof openText>>()
  return ({ source, quote }: { source: string; quote: string }): boolean => {
    const text = texts.get(source)
    if (text === undefined) return false
    const open = opened.get(source) ?? openText(text)
    opened.set(source, open)
    return open.findPassage(quote) !== null
  }
}

function priceOf({ label, amount, currency, per, note }: ProposedPrice) {
  return { label, amountUsd: currency === 'USD' || amount === 0 ? amount : null, per, note }
}
