import type { Proposal, ProposalSource, ProposedFields } from '../../contracts/proposal.js'

export type FactsRequest = {
  sources: readonly ProposalSource[]
  /** As far as it is known. */
  toolName: string | null
  signal: AbortSignal
}

/** What a model drafted: facts, and fields that no rule found, each with the passage that our code cut. */
export type DraftedFacts = {
  facts: ProposedFields['facts']
  fields: Partial<Pick<ProposedFields, 'vendor' | 'category' | 'tagline' | 'description' | 'rivals'>>
  model: NonNullable<Proposal['model']>
}

/** Asks a model for facts by number, through the ledger. Never throws but for an aborted signal: what went wrong is in `model.message`. */
export type DraftFacts = (request: FactsRequest) => Promise<DraftedFacts>
