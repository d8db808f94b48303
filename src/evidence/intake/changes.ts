import type { Dossier } from '../../contracts/dossier.js'
import type { Change, KeptFields, Proposal, ProposedFields, ProposedLicense } from '../../contracts/proposal.js'
import { pageKey } from './addresses.js'
import { notStated } from './proposal-edits.js'

type Compared = Pick<Proposal, 'fields' | 'sources'>

const keptNames = ['name', 'vendor', 'category', 'tagline', 'description', 'website', 'repository'] as const

type Reread = Compared & {
  /** What was proposed when the newest dossier was made of a proposal; null where it was not. */
  earlier: ProposedFields | null
}

/**
 * The fields without those that a person corrected and of which the pages say what they said then: `kept` has the person's words, and what the newest
 * dossier says where nothing was found. Facts and rivals that people added are kept, the facts whose passage is in a source of now. Pure.
 */
export function keepWritten(base: Dossier, { fields, sources, earlier }: Reread): { fields: ProposedFields; kept: KeptFields } {
  const written = keptNames.flatMap((name) => {
    const words = base.tool[name] ?? ''
    const isAsBefore = earlier !== null && fields[name] !== null && earlier[name]?.value === fields[name]?.value
    return words !== '' && (fields[name] === null || (isAsBefore && words !== fields[name]?.value)) ? [[name, words] as const] : []
  })
  const license = keptLicense(base, { fields, sources, earlier })
  const entryPrice = keptPrice(base, { fields, sources, earlier })
  const rivals = base.rivals.filter((name) => !fields.rivals.some(({ value }) => sameName(value, name)))
  const facts = addedFacts(base, { fields, sources, earlier })
  const terms = { ...(license === null ? {} : { license }), ...(entryPrice === null ? {} : { entryPrice }) }
  const without = Object.fromEntries([...written.map(([name]) => name), ...Object.keys(terms)].map((name) => [name, null]))
  const kept = {
    ...Object.fromEntries(written),
    ...terms,
    ...(rivals.length === 0 ? {} : { rivals }),
    ...(facts.length === 0 ? {} : { facts }),
  }
  return { fields: { ...fields, ...without }, kept }
}

/** The license that a person wrote, or that no page says any more; null where the pages' own is proposed. */
function keptLicense({ license, sources: before }: Dossier, { fields, sources, earlier }: Reread): KeptFields['license'] | null {
  const [now, then] = [fields.license?.value, earlier?.license?.value]
  const isOf = (value: ProposedLicense | undefined) =>
    value !== undefined && value.name === license.name && value.spdx === license.spdx && value.commercialUse === license.commercialUse
  const isAsBefore = now !== undefined && then !== undefined && now.name === then.name && now.spdx === then.spdx
  if (license.name === notStated || (now !== undefined && (!isAsBefore || isOf(then)))) return null
  const source = sourceNow(before, { id: license.source, sources })
  return source === null ? null : { ...license, source }
}

/** The same of the entry price. */
function keptPrice({ entryPrice, sources: before }: Dossier, { fields, sources, earlier }: Reread): KeptFields['entryPrice'] | null {
  const [now, then] = [fields.entryPrice?.value, earlier?.entryPrice?.value]
  const isAsBefore = now !== undefined && now.label === then?.label
  if (entryPrice.label === notStated || (now !== undefined && (!isAsBefore || then?.label === entryPrice.label))) return null
  const source = sourceNow(before, { id: entryPrice.source, sources })
  const { asOf: _asOf, ...price } = entryPrice
  return source === null ? null : { ...price, source }
}

/** The source of now at the address of one of the newest dossier's, or the first; null where there is none. */
function sourceNow(before: Dossier['sources'], { id, sources }: { id: string; sources: Proposal['sources'] }): string | null {
  const url = before.find((source) => source.id === id)?.url
  const same = url === undefined ? undefined : sources.find((source) => pageKey(source.url) === pageKey(url))
  return (same ?? sources[0])?.id ?? null
}

function addedFacts(base: Dossier, { fields, sources, earlier }: Reread): NonNullable<KeptFields['facts']> {
  const found = new Set([...fields.facts, ...(earlier?.facts ?? [])].map(({ value }) => value))
  const pages = new Map(base.sources.map(({ id, url }) => [id, pageKey(url)]))
  return base.facts.flatMap(({ statement, source, quote }) => {
    if (found.has(statement)) return []
    const now = sources.find(({ url, text }) => pageKey(url) === pages.get(source) && text.includes(quote))
    return now === undefined ? [] : [{ statement, source: now.id, quote }]
  })
}

/** The sources, with the reasons that an editor gave for passages which they still have. Pure. */
export function keepCleared(base: Dossier, sources: Proposal['sources']): Proposal['sources'] {
  const reasons = new Map(base.sources.flatMap(({ cleared = [] }) => cleared.map(({ words, reason }) => [words, reason] as const)))
  return sources.map((source) => ({
    ...source,
    steering: source.steering.map((passage) => {
      const cleared = reasons.get(passage.words)
      return cleared === undefined ? passage : { ...passage, cleared }
    }),
  }))
}

/** What a proposal would change of the newest dossier. A field of which nothing was found changes nothing. Pure. */
export function findChanges(base: Dossier, { fields, sources }: Compared): Change[] {
  return [...changedFields(base, fields), ...changedPlans(base, fields), ...changedFacts(base, fields), ...changedSources(base, sources)]
}

function changedFields({ tool, license, entryPrice, rivals }: Dossier, fields: ProposedFields): Change[] {
  const pairs: [string, string | null, string | null | undefined][] = [
    ['name', tool.name, fields.name?.value],
    ['vendor', tool.vendor, fields.vendor?.value],
    ['category', tool.category, fields.category?.value],
    ['tagline', tool.tagline, fields.tagline?.value],
    ['description', tool.description, fields.description?.value],
    ['website', tool.website ?? null, fields.website?.value],
    ['repository', tool.repository ?? null, fields.repository?.value],
    ['license', license.spdx ?? license.name, fields.license === null ? null : (fields.license.value.spdx ?? fields.license.value.name)],
    ['entry price', entryPrice.label, fields.entryPrice?.value.label],
  ]
  const changed = pairs.flatMap(([field, before, after]) =>
    after === undefined || after === null || after === before ? [] : [{ field, before, after }],
  )
  const newRivals = fields.rivals.map(({ value }) => value).filter((name) => !rivals.some((known) => sameName(known, name)))
  return [...changed, ...newRivals.map((name) => ({ field: 'rival', before: null, after: name }))]
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

/** A plan by its name: one that is new, or has another price. */
function changedPlans({ plans = [] }: Dossier, fields: ProposedFields): Change[] {
  const known = new Map(plans.map(({ name, label }) => [name.toLowerCase(), label]))
  return fields.plans.flatMap(({ value: { name, label } }) => {
    const before = known.get(name.toLowerCase()) ?? null
    return before === label ? [] : [{ field: `plan ${name}`, before, after: label }]
  })
}

/** Facts that intake finds by rule change with their words; those that people wrote are not missed. */
function changedFacts({ facts }: Dossier, fields: ProposedFields): Change[] {
  const known = new Set(facts.map(({ statement }) => statement))
  return fields.facts.flatMap(({ value }) => (known.has(value) ? [] : [{ field: 'fact', before: null, after: value }]))
}

function changedSources(base: Dossier, sources: Proposal['sources']): Change[] {
  const before = new Map(base.sources.map((source) => [pageKey(source.url), source]))
  const hashes = new Set(base.sources.map(({ sha256 }) => sha256))
  return sources.flatMap((source) => {
    if (hashes.has(source.sha256)) return []
    const known = before.get(pageKey(source.url))
    return [{ field: `text of ${source.title}`, before: known?.text ?? null, after: source.text }]
  })
}
