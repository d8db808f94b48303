import type { DossierFile, Source } from '../../contracts/dossier.js'
import type { SteeringPassage } from '../../contracts/steering.js'
import { findSteering, steeringVersion } from './find-steering.js'

type Searched = Pick<DossierFile['sources'][number], 'text' | 'title' | 'hidden' | 'cleared'>

/**
 * What a source is frozen with: the passages that want to steer who reads it, and why an editor cleared some of them, found again by their words.
 * Without any, nothing: a clean source is what it was before there was a search.
 */
export function freezeSteering(
  { text, title, hidden = [], cleared = [] }: Searched,
  toolNames: readonly string[],
): Pick<Source, 'steering'> {
  const reasons = new Map(cleared.map(({ words, reason }) => [words, reason]))
  const passages = findSteering({ text, hidden }, { title, toolNames }).map((passage): SteeringPassage => {
    const reason = reasons.get(passage.words)
    return reason === undefined ? passage : { ...passage, cleared: reason }
  })
  return passages.length === 0 ? {} : { steering: { version: steeringVersion, passages } }
}
