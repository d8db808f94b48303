import { z } from 'zod'
import { looseText } from '../../contracts/bounded-text.js'
import { longest, most } from '../../contracts/limits.js'
import type { KeptFields, Proposal, ProposedPrice } from '../../contracts/proposal.js'
import { hashJson } from '../../platform/hash.js'

/*
 * What an editor makes of a proposal: every field as it is to be in the dossier. Nothing is checked here but its form and its size; the dossier that
 * comes of it is, as every dossier.
 */

const loose = looseText
const list = <T extends z.ZodType>(item: T) => z.array(item).max(most.parts, `write a list of at most ${most.parts}`)
const passage = { source: loose(80), quote: loose(5_000) }
const price = { label: loose(200), amountUsd: z.number().nonnegative().nullable(), per: loose(200), note: loose(1_000) }

export const proposalEditsSchema = z.strictObject({
  slug: loose(80),
  name: loose(500),
  vendor: loose(500),
  category: loose(500),
  tagline: loose(1_000),
  description: loose(10_000),
  website: loose(2_000),
  repository: loose(2_000),
  license: z.strictObject({
    name: loose(500),
    spdx: loose(500),
    commercialUse: z.enum(['yes', 'no', 'conditional', 'unknown']),
    summary: loose(10_000),
    source: loose(80),
  }),
  entryPrice: z.strictObject({ ...price, source: loose(80) }),
  plans: list(z.strictObject({ name: loose(500), ...price, ...passage })),
  rivals: list(loose(500)),
  facts: list(z.strictObject({ statement: loose(5_000), ...passage })),
  /** The sources that stay, with their titles. */
  sources: list(z.strictObject({ id: loose(80), title: loose(1_000) })),
  /** Passages that the editor looked at and found harmless. */
  cleared: list(z.strictObject({ source: loose(80), words: loose(longest.id), reason: loose(1_000) })),
})
export type ProposalEdits = z.infer<typeof proposalEditsSchema>

/** What is written where no source says anything of it: a price or a license that cannot be told is unknown, never free or open. */
export const notStated = 'Not stated'

/** The proposal as it would be taken without a change: what no page says is as in the newest dossier, or empty, or "Not stated". Pure. */
export function editsOf({ slug, fields, sources, kept = {} }: Proposal): ProposalEdits {
  const first = sources[0]?.id ?? ''
  const text = (name: Exclude<keyof KeptFields, 'rivals' | 'facts' | 'license' | 'entryPrice'>) => fields[name]?.value ?? kept[name] ?? ''
  const license = fields.license
  const entryPrice = fields.entryPrice
  return {
    slug: slug ?? '',
    name: text('name'),
    vendor: text('vendor'),
    category: text('category'),
    tagline: text('tagline'),
    description: text('description'),
    website: text('website'),
    repository: text('repository'),
    license:
      kept.license !== undefined
        ? { ...kept.license, spdx: kept.license.spdx ?? '' }
        : license === null
          ? {
              name: notStated,
              spdx: '',
              commercialUse: 'unknown',
              summary: 'None of the sources says under which license it is.',
              source: first,
            }
          : {
              name: license.value.name,
              spdx: license.value.spdx ?? '',
              commercialUse: license.value.commercialUse,
              summary: license.value.summary,
              source: license.found.source,
            },
    entryPrice:
      kept.entryPrice !== undefined
        ? { ...kept.entryPrice, per: kept.entryPrice.per ?? '', note: kept.entryPrice.note ?? '' }
        : entryPrice === null
          ? { label: notStated, amountUsd: null, per: '', note: '', source: first }
          : { ...priceOf(entryPrice.value), source: entryPrice.found.source },
    plans: fields.plans.map(({ value, found }) => ({ name: value.name, ...priceOf(value), source: found.source, quote: found.words })),
    rivals: [...fields.rivals.map(({ value }) => value), ...(kept.rivals ?? [])],
    facts: [
      ...fields.facts.map(({ value, found }) => ({ statement: value, source: found.source, quote: found.words })),
      ...(kept.facts ?? []),
    ],
    sources: sources.map(({ id, title }) => ({ id, title })),
    cleared: sources.flatMap(({ id, steering }) =>
      steering.flatMap(({ words, cleared }) => (cleared === undefined ? [] : [{ source: id, words, reason: cleared }])),
    ),
  }
}

function priceOf({ label, amount, currency, per, note }: ProposedPrice) {
  return { label, amountUsd: currency === 'USD' || amount === 0 ? amount : null, per: per ?? '', note: note ?? '' }
}

/** The fields of an editor's version that are not as proposed, by name and in the form's order. Pure. */
export function correctedFields(proposal: Proposal, edits: ProposalEdits): string[] {
  const before = editsOf(proposal)
  const keys = Object.keys(before) as (keyof ProposalEdits)[]
  return keys.filter((key) => key !== 'cleared' && hashJson(before[key]) !== hashJson(edits[key]))
}
