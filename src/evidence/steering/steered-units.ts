import type { Source } from '../../contracts/dossier.js'
import type { SteeringPassage } from '../../contracts/steering.js'
import { unitsOf } from '../units.js'

type Searched = Pick<Source, 'text' | 'units' | 'steering'>

/** The passages in a source's text, which models read, that no editor found harmless. What a reader does not see goes to no model anyway. */
function openPassages({ steering }: Pick<Source, 'steering'>): SteeringPassage[] {
  return (steering?.passages ?? []).filter(({ piece, cleared }) => piece === null && cleared === undefined)
}

/** How many passages of a dossier's sources a model would read that want to steer it, those that an editor cleared not counted. */
export function countSteering({ sources }: { sources: readonly Pick<Source, 'steering'>[] }): number {
  return sources.reduce((sum, source) => sum + openPassages(source).length, 0)
}

/** The units of a source, from 0, that such a passage is in or touches. */
export function steeredUnits(source: Searched): ReadonlySet<number> {
  const passages = openPassages(source)
  if (passages.length === 0) return new Set()
  return new Set(
    unitsOf(source).flatMap(({ start, end }, index) =>
      passages.some((passage) => passage.start < end && passage.end > start) ? [index] : [],
    ),
  )
}
