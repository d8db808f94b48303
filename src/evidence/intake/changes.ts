import type { Dossier } from '../../contracts/dossier.js'
import type { Change, KeptFields, Proposal, ProposedFields } from '../../contracts/proposal.js'
import { pageKey } from './addresses.js'

type Compared = Pick<Proposal, 'fields' | 'sources'>

const keptNames = ['name', 'vendor', 'category', 'tagline', 'description', 'website', 'repository'] as const

/** What the newest dossier says of the tool where nothing was found: a person wrote it, or a page that is gone said it. Pure. */
export function keptFields({ tool }: Pick<Dossier, 'tool'>, fields: ProposedFields): KeptFields {
  return Object.fromEntries(
    keptNames.flatMap((name) => {
      const words = tool[name] ?? ''
      return fields[name] !== null || words === '' ? [] : [[name, words] as const]
    }),
  )
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
