import type { Plan } from '../../../contracts/plan.js'
import type { DraftOutcome } from '../../../contracts/verdict.js'
import type { SeatState } from '../../../panels/store/panels.js'
import type { PanelStatus } from '../../../panels/store/reopen-panel.js'
import type { PanelFrame } from '../panel-state.js'

/** A draft of a seat in one of two panels. */
export type SideDraft = { state: SeatState; outcome: DraftOutcome | null }

/** The drafts of one persona on one frozen dossier in two panels; null where a panel has none, or no more. */
export type DraftPair = { tool: string; persona: string; a: SideDraft | null; b: SideDraft | null }

export type Side = { plan: Plan; seats: readonly SeatState[] }

/** One of the two panels, with everything the page says of it. */
export type ComparedPanel = Side & Pick<PanelFrame, 'dossiers' | 'personas' | 'createdAt'> & { status: PanelStatus }

/** Slugs of the tools that both panels judged by the same frozen dossier, in the order of the first. Pure. */
export function sharedTools(a: Pick<Plan, 'tools'>, b: Pick<Plan, 'tools'>): string[] {
  const known = new Set(b.tools.map(({ dossierSha256 }) => dossierSha256))
  return a.tools.filter(({ dossierSha256 }) => known.has(dossierSha256)).map(({ slug }) => slug)
}

/**
 * The drafts of two panels, seat by seat: those of one juror's same turn beside each other, then the others in their order. Seats that compare two
 * tools are left out. Pure.
 */
export function pairDrafts(a: Side, b: Side): DraftPair[] {
  const personas = [...new Set([...a.plan.personas, ...b.plan.personas].map(({ id }) => id))]
  return sharedTools(a.plan, b.plan).flatMap((tool) =>
    personas.flatMap((persona) => {
      const [ofA, ofB] = [draftsOf(a, tool, persona), draftsOf(b, tool, persona)]
      const same = ofA.flatMap((draft) => {
        const other = ofB.find((each) => turnOf(each) === turnOf(draft))
        return other === undefined ? [] : [{ a: draft, b: other }]
      })
      const taken = new Set(same.flatMap((pair) => [pair.a, pair.b]))
      const [restA, restB] = [ofA.filter((draft) => !taken.has(draft)), ofB.filter((draft) => !taken.has(draft))]
      const rest = Array.from({ length: Math.max(restA.length, restB.length) }, (_, index) => ({
        a: restA[index] ?? null,
        b: restB[index] ?? null,
      }))
      return [...same, ...rest].map((pair) => ({ tool, persona, ...pair }))
    }),
  )
}

function draftsOf({ seats }: Side, tool: string, persona: string): SideDraft[] {
  return seats
    .filter(({ seat }) => seat.tool === tool && seat.persona === persona && seat.against === undefined)
    .map((state) => ({ state, outcome: state.outcome === null || 'tools' in state.outcome ? null : state.outcome }))
}

function turnOf({ state: { seat } }: SideDraft): string {
  return `${seat.model} ${seat.repeat ?? 1}`
}

/** How many of the pairs have a call on both sides, and how many of those are alike. Pure. */
export function countAlike(pairs: readonly DraftPair[]): { called: number; alike: number } {
  const calls = pairs.map(({ a, b }) => [callOf(a), callOf(b)] as const).filter(([one, other]) => one !== null && other !== null)
  return { called: calls.length, alike: calls.filter(([one, other]) => one === other).length }
}

/** What a draft calls; null where there is none, or none yet. */
export function callOf(draft: SideDraft | null) {
  return draft?.outcome?.status === 'drafted' ? draft.outcome.draft.call : null
}
