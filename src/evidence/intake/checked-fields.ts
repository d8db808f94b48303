import type { ProposalSource, Proposed, ProposedFields } from '../../contracts/proposal.js'

/** How many facts are proposed: more than an editor reads are none. */
const mostFacts = 40
const mostRivals = 12
const mostPlans = 40

/** The fields whose passage is in their source, letter by letter: nothing enters without a source, whatever found it. Pure. */
export function checkedFields(fields: ProposedFields, sources: readonly ProposalSource[]): ProposedFields {
  const texts = new Map(sources.map(({ id, text }) => [id, text]))
  const holds = ({ found: { source, start, end, words } }: Proposed<unknown>) => texts.get(source)?.slice(start, end) === words
  const one = <T>(field: Proposed<T> | null) => (field !== null && holds(field) ? field : null)
  const several = <T>(list: Proposed<T>[], most: number) => list.filter(holds).slice(0, most)
  return {
    name: one(fields.name),
    vendor: one(fields.vendor),
    category: one(fields.category),
    tagline: one(fields.tagline),
    description: one(fields.description),
    website: one(fields.website),
    repository: one(fields.repository),
    license: one(fields.license),
    entryPrice: one(fields.entryPrice),
    plans: several(fields.plans, mostPlans),
    rivals: several(fields.rivals, mostRivals),
    facts: several(fields.facts, mostFacts),
  }
}
