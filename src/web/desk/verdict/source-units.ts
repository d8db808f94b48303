import type { Source } from '../../../contracts/dossier.js'
import { splitIntoUnits, type Unit } from '../../../evidence/units.js'
import { onceFor } from '../../../platform/once-for.js'

/** The units of a source by which it is cited, as they were frozen with it; of a source from before that, as they are split now. */
export const unitsOf: (source: Source) => readonly Unit[] = onceFor((source: Source) => {
  const ends = source.units?.ends
  if (ends === undefined) return splitIntoUnits(source.text)
  return ends.map((end, index) => ({ start: ends[index - 1] ?? 0, end }))
})

/** The number of the unit, counted from 1, that a place in the source's text is in; null where there is none. */
export function unitAt(source: Source, place: number): number | null {
  const index = unitsOf(source).findIndex(({ start, end }) => place >= start && place < end)
  return index === -1 ? null : index + 1
}
