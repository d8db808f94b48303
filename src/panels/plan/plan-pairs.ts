import type { Conflict } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Pair } from '../../contracts/head-to-head.js'
import type { Persona } from '../../contracts/persona.js'
import type { Seat } from '../../contracts/plan.js'
import { UsageError } from '../../platform/errors.js'
import { seatId } from '../../platform/ids.js'
import { conflictText, findConflict } from './conflicts.js'
import type { Jury } from './seat-jurors.js'

type Judged = Pick<Dossier, 'tool' | 'rivals'>

/** Two tools and who compares them. */
export type PairSeating = { tools: Pair; jurors: string[] }

/**
 * Seats the jurors on every pair of tools. A tie to either tool is one to the pair; `label` seats such a juror all the same, `bar` leaves it out, and
 * `replace` puts the first reserve in its place that has none. Throws `UsageError` for fewer than two tools, and for a pair that no juror is left for.
 * Pure.
 */
export function seatPairs(dossiers: readonly Judged[], jury: Jury): PairSeating[] {
  if (dossiers.length < 2) throw new UsageError('a head-to-head compares tools with each other. Name two dossiers or more, or leave it out')
  return dossiers.flatMap((one, index) => dossiers.slice(index + 1).map((other) => seatPair([one, other], jury)))
}

function seatPair(pair: [Judged, Judged], { jurors, reserves = [], policy, makerOf }: Jury): PairSeating {
  const [one, other] = pair
  const tools: Pair = [one.tool.slug, other.tool.slug]
  if (policy === 'label') return { tools, jurors: [...jurors] }
  const tieOf = (model: string): Conflict | null => {
    const maker = makerOf(model)
    return findConflict({ model, maker, dossier: one }) ?? findConflict({ model, maker, dossier: other })
  }
  const free = policy === 'replace' ? reserves.filter((model) => !jurors.includes(model) && tieOf(model) === null) : []
  const seated = jurors.flatMap((model) => (tieOf(model) === null ? model : (free.shift() ?? [])))
  if (seated.length > 0) return { tools, jurors: seated }
  const why = jurors.flatMap((model) => tieOf(model) ?? []).map(conflictText)
  throw new UsageError(
    `no juror is left to compare ${tools.join(' with ')}: ${why.join('; ')}. Name a model of another vendor, or label conflicts of interest: --conflicts label`,
  )
}

/** The seats of a panel that compare its tools: pairs × personas × their jurors, in that order. Pure. */
export function planPairs(
  pairs: readonly PairSeating[],
  { panelId, personas }: { panelId: string; personas: readonly Pick<Persona, 'id'>[] },
): Seat[] {
  return pairs.flatMap(({ tools: [tool, against], jurors }) =>
    personas.flatMap(({ id: persona }) =>
      jurors.map((model) => {
        const seat = { tool, persona, model, against }
        return { id: seatId({ panelId, ...seat }), ...seat }
      }),
    ),
  )
}
