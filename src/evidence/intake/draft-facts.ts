import type { DraftedField } from '../../contracts/facts-reply.js'
import type { Proposal, ProposalSource, ProposedFields } from '../../contracts/proposal.js'

export type FactsRequest = {
  sources: readonly ProposalSource[]
  /** As far as it is known. */
  toolName: string | null
  /** The fields that no rule found; all that a model may fill when left out. */
  wanted?: readonly DraftedField[]
  signal: AbortSignal
}

/** What a model drafted: facts, and fields that no rule found, each with the passage that our code cut. */
export type DraftedFacts = {
  facts: ProposedFields['facts']
  fields: Partial<Pick<ProposedFields, DraftedField>>
  model: NonNullable<Proposal['model']>
}

/** Asks a model for facts by number, through the ledger. Never throws but for an aborted signal: what went wrong is in `model.message`. */
export type DraftFacts = (request: FactsRequest) => Promise<DraftedFacts>
