import type { Conflict } from '../../contracts/conflict.js'
import type {
  ComparedOutcome,
  ComparingJuror,
  HeadToHead,
  JurorResult,
  Pair,
  PairTie,
  PersonaResult,
} from '../../contracts/head-to-head.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { UnscoredOutcome } from '../../contracts/verdict.js'
import { groupBy } from '../../platform/group-by.js'
import { canonicalJson } from '../../platform/hash.js'
import { quorumOf } from './seat-call.js'

/** A seat that compares two tools, and what came of it. */
export type ComparedSeat = { seat: Seat & { against: string }; outcome: ComparedOutcome | UnscoredOutcome }

type Planned = Pick<Plan, 'conflicts' | 'barred'>

/** A panel's direct comparisons, by pair and then by persona, in the order of the plan's seats. Pure: the order of the outcomes never matters. */
export function buildHeadToHead(
  plan: Planned,
  personas: readonly Pick<Persona, 'id' | 'version'>[],
  seats: readonly ComparedSeat[],
): HeadToHead[] {
  const groups = groupBy(seats, ({ seat: { tool, against, persona } }) => JSON.stringify([tool, against, persona]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { tool, against, persona } = first.seat
    const tools: Pair = [tool, against]
    const jurors = group.map(({ seat, outcome }) => toJuror(outcome, tiesOf(plan, tools, seat.model)))
    const barred = barredFrom(plan, { tools, seated: new Set(group.map(({ seat }) => seat.model)) })
    return {
      persona,
      personaVersion: versionOf(personas, persona),
      tools,
      result: personaResult(jurors.map((juror) => (juror.status === 'compared' ? juror.result : null))),
      jurors,
      ...(barred.length === 0 ? {} : { barred }),
    }
  })
}

/**
 * What a persona's jurors come to: what more of them say than anything else, and `split` where two results are ahead together; null without a quorum,
 * which is more than half of them. Pure: their order never matters.
 */
export function personaResult(results: readonly (JurorResult | null)[]): PersonaResult | null {
  const made = results.filter((result) => result !== null)
  if (made.length < quorumOf(results.length)) return null
  const counts = [...groupBy(made, canonicalJson).values()].sort((a, b) => b.length - a.length)
  const [most = [], next = []] = counts
  return most.length > next.length ? (most[0] ?? null) : { kind: 'split' }
}

function toJuror(outcome: ComparedOutcome | UnscoredOutcome, conflicts: PairTie[]): ComparingJuror {
  const ties = conflicts.length === 0 ? {} : { conflicts }
  if (outcome.status === 'unscored') {
    const { rawText: _ofTheDesk, ...unscored } = outcome
    return { ...unscored, ...ties }
  }
  const { tools: _ofThePair, ...compared } = outcome
  return { ...compared, ...ties }
}

/** What ties a model to either of two tools. */
function tiesOf({ conflicts = [] }: Planned, tools: Pair, model: string): PairTie[] {
  return conflicts.flatMap(({ model: tied, ...tie }) => (tied === model && tools.includes(tie.tool) ? [tie] : []))
}

/** Who has a tie to either tool and no seat on the pair. */
function barredFrom({ conflicts = [], barred = [] }: Planned, { tools, seated }: { tools: Pair; seated: ReadonlySet<string> }): Conflict[] {
  const ties = [...conflicts, ...barred.map(({ replacedBy: _whoever, ...tie }) => tie)]
  const away = ties.filter(({ tool, model }) => tools.includes(tool) && !seated.has(model))
  return away.filter(({ model }, index) => away.findIndex((tie) => tie.model === model) === index)
}

function versionOf(personas: readonly Pick<Persona, 'id' | 'version'>[], id: string): number {
  const persona = personas.find((candidate) => candidate.id === id)
  if (persona === undefined) throw new Error(`the persona ${id} of a comparison is missing`)
  return persona.version
}
