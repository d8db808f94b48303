import type { Child } from 'hono/jsx'
import type { DossierValues } from '../../../contracts/dossier-form.js'
import type { Found, How, Proposal } from '../../../contracts/proposal.js'
import type { Intake } from '../../../evidence/store/intakes.js'
import { rowPath, rowsOf } from '../../../panels/dossier/form/values.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import type { Shown } from '../dossier/fields.js'
import { FoundAt, Missing, type SourcePlaces } from './found.js'
import { Asked, ProposalHead } from './proposal-head.js'
import { SourceNote } from './source-note.js'

/** What a form says of a proposal: above it, and beside its fields and sources. */
type ProposalNotes = {
  above: Child
  beside: (field: string) => Child
  sourceNotes: (key: string) => Child
  notes: { facts: Child; license: Child; price?: string }
}

type NotedProposal = { intake: Intake; proposal: Proposal; shown: Shown; now: Date }

/** What is known of a proposal's fields, rows and sources, each to be shown in the form of its dossier. */
export function proposalNotes({ intake, proposal, shown, now }: NotedProposal): ProposalNotes {
  const places = sourcePlaces(proposal, shown.values)
  const sources = new Map(proposal.sources.map((source) => [places.get(source.id)?.key ?? '', source]))
  const price = foreignPrice(proposal)
  return {
    above: (
      <>
        <Asked intake={intake} now={now} />
        <ProposalHead intake={intake} proposal={proposal} places={places} />
      </>
    ),
    beside: (field) => besideField(proposal, places, field),
    sourceNotes: (key) => {
      const source = sources.get(key)
      return source === undefined ? null : <SourceNote proposal={proposal} source={source} rowKey={key} shown={shown} />
    },
    notes: {
      facts: <ModelNote model={proposal.model} />,
      license: <Openness isOpen={proposal.fields.license?.value.isOpen ?? true} />,
      ...(price === null ? {} : { price }),
    },
  }
}

/** The sources have the titles that they were read with, wherever a person gave one another. */
function sourcePlaces({ sources }: Proposal, values: DossierValues): SourcePlaces {
  const keys = new Map(rowsOf(values, 'sources').map((row) => [values[rowPath(row, 'id')] ?? '', row.key]))
  return new Map(sources.flatMap(({ id, title }) => (keys.has(id) ? [[id, { key: keys.get(id) ?? '', title }] as const] : [])))
}

const unstated = 'Left as it is, the dossier says that it is not stated.'
const singles = ['name', 'vendor', 'category', 'tagline', 'description', 'website', 'repository', 'license', 'entryPrice'] as const
type Single = (typeof singles)[number]

function besideField(proposal: Proposal, places: SourcePlaces, field: string): Child {
  const evidence = (of: { found: Found; how: How }) => <FoundAt found={of.found} how={of.how} places={places} />
  if (isSingle(field)) {
    const found = proposal.fields[field]
    if (found !== null) return evidence(found)
    if (proposal.kept?.[field] !== undefined) return <AsBefore />
    return <Missing where={missingWords(proposal, field)} />
  }
  if (field === 'rivals') {
    const { rivals } = proposal.fields
    if (rivals.length === 0) return <Missing where={whereToLook(proposal, field)} />
    return (
      <ul class="plain">
        {rivals.map((rival) => (
          <li>{evidence(rival)}</li>
        ))}
      </ul>
    )
  }
  if (field === 'facts') return <Missing where={whereToLook(proposal, field)} />
  const row = proposedRows(proposal).get(field)
  if (row === undefined) return null
  return row === 'kept' ? <AsBefore /> : evidence(row)
}

/** What facts and plans rest on, by their rows: the form numbers them as they are proposed. */
function proposedRows({ fields, kept }: Proposal): ReadonlyMap<string, { found: Found; how: How } | 'kept'> {
  const rows = new Map<string, { found: Found; how: How } | 'kept'>()
  for (const [index, fact] of [...fields.facts, ...(kept?.facts ?? []).map(() => 'kept' as const)].entries())
    rows.set(`facts.${index + 1}`, fact)
  for (const [index, plan] of fields.plans.entries()) rows.set(`plans.${index + 1}`, plan)
  return rows
}

function isSingle(field: string): field is Single {
  return singles.some((single) => single === field)
}

function missingWords(proposal: Proposal, field: Single): string | null {
  const where = whereToLook(proposal, field)
  if (field !== 'license' && field !== 'entryPrice') return where
  return where === null ? unstated : `${where} ${unstated}`
}

function whereToLook({ missing }: Proposal, field: string): string | null {
  return missing.find((each) => each.field === field)?.where ?? null
}

function AsBefore() {
  return <p class="found meta">As in the newest dossier.</p>
}

function Openness({ isOpen }: { isOpen: boolean | null }) {
  if (isOpen === true) return null
  return (
    <p class="flag-box">{isOpen === false ? 'Not an open-source license.' : 'Whether this is an open-source license cannot be told.'}</p>
  )
}

/** Of a price that is not in US dollars, in what it is written; null for others. */
function foreignPrice({ fields: { entryPrice } }: Proposal): string | null {
  const currency = entryPrice?.value.currency ?? null
  if (currency === null || currency === 'USD' || entryPrice?.value.amount === 0) return null
  return `Written in ${currency}. Empty where no one knows it in US dollars.`
}

/** What became of the model that was asked. */
function ModelNote({ model }: Pick<Proposal, 'model'>) {
  if (model === null) return null
  const cost = model.costUsd === null ? '' : `, for $${model.costUsd.toFixed(4)}`
  return (
    <p class="meta">
      <span class="mono">{model.id}</span> drafted {digitsOf(model.facts, 'fact')} by number{cost}.
      {model.message === null ? null : ` ${model.message}`}
    </p>
  )
}
