import type { Dossier } from '../../contracts/dossier.js'
import { factsReplyName } from '../../contracts/facts-reply.js'
import type { Recording } from '../../contracts/model-call.js'
import type { SecondOpinion } from '../../contracts/second-opinion.js'
import { findConflicts, type MakerOf } from '../plan/conflicts.js'
import { isOpinionRequest } from './build-opinion-request.js'

/** The models that play the personas in a set of recordings: those asked for a second opinion or for facts alone do not. Each once, by name. Pure. */
export function recordedJurors(recordings: readonly Recording[]): string[] {
  return modelsOf(recordings.filter(({ request }) => !isOpinionRequest(request) && request.replySchema.name !== factsReplyName))
}

type OpinionPlan = {
  /** The models that the configuration names; none where second opinions are off. */
  configured: readonly string[]
  /** The recordings of a replay; null where models are called. */
  recordings: readonly Recording[] | null
  dossiers: readonly Pick<Dossier, 'tool' | 'rivals'>[]
  makerOf: MakerOf
}

/**
 * Who gives second opinions in a panel; null where no one does. A replay has those that were recorded, whatever is configured to be asked live. Pure.
 */
export function planOpinion({ configured, recordings, dossiers, makerOf }: OpinionPlan): SecondOpinion | null {
  const models =
    recordings === null
      ? [...new Set(configured)]
      : inOrderOf(configured, modelsOf(recordings.filter(({ request }) => isOpinionRequest(request))))
  if (models.length === 0) return null
  const conflicts = findConflicts({ dossiers, jurors: models, makerOf })
  return { models, ...(conflicts.length === 0 ? {} : { conflicts }) }
}

function modelsOf(recordings: readonly Recording[]): string[] {
  return [...new Set(recordings.map(({ model }) => model))].sort()
}

/** Those that are configured first, as they are: which of them is asked goes by their order. */
function inOrderOf(configured: readonly string[], models: readonly string[]): string[] {
  return [...new Set([...configured.filter((model) => models.includes(model)), ...models])]
}
