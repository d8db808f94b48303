import type { Conflict } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Opinion, SecondOpinion } from '../../contracts/second-opinion.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import type { ReplyReader } from '../../providers/chat-model.js'
import { tieOf } from '../plan/conflicts.js'
import { askOpinion, type OpinionWork } from './ask-opinion.js'

export type OpinionTerms = Omit<OpinionWork, 'draft' | 'dossier' | 'model' | 'conflict' | 'reader'> & {
  /** Who gives second opinions, from the plan; null where no one does. */
  secondOpinion: SecondOpinion | null
  dossier: Pick<Dossier, 'sources' | 'tool'>
  reader: (model: string) => ReplyReader
}

/** Of the models that are set, the first that is not the juror itself; null when there is none. Pure. */
export function opinionModel({ models }: Pick<SecondOpinion, 'models'>, juror: string): string | null {
  return models.find((model) => model !== juror) ?? null
}

/**
 * A seat's outcome with a second opinion on its draft. One that is unscored, and every one of a panel without second opinions, stays as it is.
 * Throws only when the signal is aborted.
 */
export async function withOpinion(outcome: DraftOutcome, terms: OpinionTerms): Promise<DraftOutcome> {
  const { secondOpinion, dossier, reader } = terms
  if (secondOpinion === null || outcome.status === 'unscored') return outcome
  const model = opinionModel(secondOpinion, outcome.model)
  if (model === null) return { ...outcome, opinion: withoutOther(secondOpinion, outcome.model) }
  const conflict = tieOf({ conflicts: secondOpinion.conflicts ?? ([] as Conflict[]) }, { tool: dossier.tool.slug, model })
  return { ...outcome, opinion: await askOpinion({ ...terms, draft: outcome.draft, model, conflict, reader: () => reader(model) }) }
}

/** No model speaks of its own draft. */
function withoutOther({ models }: SecondOpinion, juror: string): Opinion {
  const model = models[0] ?? juror
  const nothing = { origin: null, callKeys: [], usage: null, costUsd: 0, latencyMs: 0 }
  return { model, ...nothing, pairs: [], pairsLeftOut: 0, missing: 'same-model' }
}
