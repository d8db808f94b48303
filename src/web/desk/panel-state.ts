import type { Actor } from '../../contracts/actor.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan } from '../../contracts/plan.js'
import type { SeatFigures } from '../../panels/store/panel-figures.js'
import type { PanelSpending } from '../../panels/store/panels.js'
import type { PanelStatus } from '../../panels/store/reopen-panel.js'
import { recordId } from '../../platform/ids.js'
import { sumKnown } from '../../platform/sums.js'
import { digitsOf } from '../../site/pages/record/words.js'
import type { DeskDependencies } from './dependencies.js'

/** What does not change while a panel runs. */
export type PanelFrame = {
  plan: Plan
  createdAt: Date
  dossiers: Dossier[]
  personas: Persona[]
}

/** A panel as its page shows it now. */
export type PanelNow = {
  status: PanelStatus
  reason: string | null
  seats: SeatFigures[]
  spending: PanelSpending
  /** When the replies it rests on were deleted, as retention says; null while they are there. */
  repliesCleanedAt: Date | null
  /** Its record, once there is one. */
  recordId: string | null
}

type Reading = Pick<DeskDependencies, 'panels' | 'figures' | 'review'>

/** Null when there is no such panel. */
export async function readFrame({ panels }: Pick<Reading, 'panels'>, panelId: string): Promise<PanelFrame | null> {
  if (!/^pnl_[0-9a-z]{1,64}$/.test(panelId)) return null
  const found = await panels.lookUp(panelId)
  if (found === null) return null
  const { plan, createdAt } = found
  return { plan, createdAt, ...(await panels.documents(plan)) }
}

/** The panel must be there. */
export async function readNow({ panels, figures }: Pick<Reading, 'panels' | 'figures'>, panelId: string): Promise<PanelNow> {
  const now = await panels.statusOf(panelId)
  const [seats, spending] = await Promise.all([figures.seats(panelId), panels.spending(panelId)])
  return { ...now, seats, spending, recordId: now.status === 'finished' ? recordId(panelId) : null }
}

/** Whether someone must not read the models' calls here: who calls first (blind-first). Whether they have by now is the record's to tell. */
export function mustCallFirst({ settings }: Pick<DeskDependencies['review'], 'settings'>, { role }: Pick<Actor, 'role'>): boolean {
  return settings.blindFirst && role === 'reviewer'
}

export type SeatCounts = { planned: number; drafting: number; drafted: number; unscored: number; all: number }

export function countSeats(seats: readonly Pick<SeatFigures, 'status'>[]): SeatCounts {
  const of = (status: SeatFigures['status']) => seats.filter((seat) => seat.status === status).length
  return { planned: of('planned'), drafting: of('drafting'), drafted: of('drafted'), unscored: of('unscored'), all: seats.length }
}

/** Tokens of the seats that have reported theirs; null where none has. */
export function tokensOf(seats: readonly SeatFigures[]): { input: number | null; output: number | null } {
  const usages = seats.flatMap(({ usage }) => usage ?? [])
  if (usages.length === 0) return { input: null, output: null }
  return { input: sumKnown(usages.map(({ inputTokens }) => inputTokens)), output: sumKnown(usages.map(({ outputTokens }) => outputTokens)) }
}

/** The drafts of each seat together, in the order of their first. */
export function groupBySeat<Draft extends Pick<SeatFigures, 'seat' | 'verdictId'>>(drafts: readonly Draft[]): Draft[][] {
  const groups = new Map<string, Draft[]>()
  for (const draft of drafts) {
    const key = draft.verdictId ?? draft.seat.id
    groups.set(key, [...(groups.get(key) ?? []), draft])
  }
  return [...groups.values()]
}

/** How far it is, after the word for the state of the panel. */
export function progressText({ status, seats }: Pick<PanelNow, 'status' | 'seats'>): string {
  const { drafted, unscored, drafting, all } = countSeats(seats)
  const verdicts = groupBySeat(seats).length
  const made =
    all === verdicts
      ? `${drafted} of ${digitsOf(all, 'seat')} drafted`
      : `${drafted} of ${digitsOf(all, 'draft')} of ${digitsOf(verdicts, 'seat')} made`
  const ended = `${made}${unscored === 0 ? '' : `, ${unscored} unscored`}`
  return `${ended}${status === 'running' && drafting > 0 ? `, ${drafting} drafting` : ''}.`
}
