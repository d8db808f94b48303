import type { Barred, Conflict, ConflictPolicy } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'
import { UsageError } from '../../platform/errors.js'
import { conflictText, findConflict, type MakerOf } from './conflicts.js'

type Judged = Pick<Dossier, 'tool' | 'rivals'>

export type Jury = {
  jurors: readonly string[]
  /** Who takes the place of a juror with a tie, in this order, where the policy is `replace`. */
  reserves?: readonly string[]
  policy: ConflictPolicy
  makerOf: MakerOf
}

/** Who judges each tool, in the order of the tools; which ties are labelled, and who does not judge what. */
export type Seating = { jurorsOf: { tool: string; jurors: string[] }[]; conflicts: Conflict[]; barred: Barred[] }

/**
 * Seats the jurors on the tools, as the policy on conflicts of interest says. `label` seats them all; `bar` leaves out those with a tie; `replace`
 * puts the first reserve in their place that has none and is not seated there. Throws `UsageError` for a tool that no juror is left for. Pure.
 */
export function seatJurors(dossiers: readonly Judged[], { jurors, reserves = [], policy, makerOf }: Jury): Seating {
  const tieOf = (model: string, dossier: Judged) => findConflict({ model, maker: makerOf(model), dossier })
  if (policy === 'label') {
    const conflicts = dossiers.flatMap((dossier) => jurors.flatMap((model) => tieOf(model, dossier) ?? []))
    return { jurorsOf: dossiers.map(({ tool }) => ({ tool: tool.slug, jurors: [...jurors] })), conflicts, barred: [] }
  }
  const seatings = dossiers.map((dossier) => {
    const seated: string[] = []
    const barred: Barred[] = []
    const free = policy === 'replace' ? reserves.filter((model) => !jurors.includes(model) && tieOf(model, dossier) === null) : []
    for (const model of jurors) {
      const tie = tieOf(model, dossier)
      const replacedBy = tie === null ? null : (free.shift() ?? null)
      if (tie !== null) barred.push({ ...tie, replacedBy })
      const sits = tie === null ? model : replacedBy
      if (sits !== null) seated.push(sits)
    }
    if (seated.length === 0) throw new UsageError(noJurorText(dossier, barred, policy))
    return { tool: dossier.tool.slug, jurors: seated, barred }
  })
  return {
    jurorsOf: seatings.map(({ tool, jurors: seated }) => ({ tool, jurors: seated })),
    conflicts: [],
    barred: seatings.flatMap(({ barred }) => barred),
  }
}

function noJurorText({ tool }: Judged, barred: readonly Barred[], policy: ConflictPolicy): string {
  const why = barred.map(conflictText).join('; ')
  const reserves = policy === 'replace' ? ', and no reserve of the jury is free of one' : ''
  return `no juror is left for ${tool.slug}: ${why}${reserves}. Name a model of another vendor, or label conflicts of interest: --conflicts label`
}
