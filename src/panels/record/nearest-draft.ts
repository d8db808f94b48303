import type { SeatCall } from '../../contracts/call.js'
import type { Persona } from '../../contracts/persona.js'
import type { RecordDraft } from '../../contracts/record-verdict.js'
import { hashJson } from '../../platform/hash.js'

type Drafted = Extract<RecordDraft, { status: 'drafted' }>
type Asking = Pick<Persona['asks'][number], 'id' | 'choices'>

/**
 * The draft that stands for a seat, and that people edit: of those whose call is the seat's (of a split seat, those that say ship or skip), the one
 * nearest to the rest. The first rule that tells drafts apart decides: most answers to asks with choices that are the ones most drafts gave; fewest
 * quotes that are not in their source; fewest flags; and at last the smallest SHA-256 of its words, which is arbitrary, but no one's order.
 * Null where no draft has that call. Pure.
 */
export function nearestDraft(
  drafts: readonly RecordDraft[],
  { call, asks }: { call: SeatCall | null; asks: readonly Asking[] },
): Drafted | null {
  const drafted = drafts.filter((draft) => draft.status === 'drafted')
  const candidates = drafted.filter((draft) => (call === 'split' ? draft.call !== 'abstain' : draft.call === call))
  const usual = usualAnswers(drafted, asks)
  const ranked = (candidates.length > 0 || call !== 'split' ? candidates : drafted)
    .map((draft) => ({ draft, rank: rankOf(draft, usual), sha256: wordsSha256(draft) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || (a.sha256 < b.sha256 ? -1 : 1))
  return ranked[0]?.draft ?? null
}

/**
 * What speaks best against a seat's call: of the drafts that say the other thing (of a split seat, other than the draft that stands for it), the one
 * with most quotes found in their sources; then as for `nearestDraft`. Null where no one says it. Pure.
 */
export function bestDissent(drafts: readonly RecordDraft[], { against }: { against: SeatCall }): Drafted | null {
  const others = drafts.filter((draft) => draft.status === 'drafted')
  const ranked = others
    .filter(({ call }) => call !== 'abstain' && call !== against)
    .map((draft) => ({ draft, rank: [-found(draft), draft.flags.length], sha256: wordsSha256(draft) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || (a.sha256 < b.sha256 ? -1 : 1))
  return ranked[0]?.draft ?? null
}

/** By ask with choices, the answers that most drafts gave: several where they are level. */
function usualAnswers(drafts: readonly Drafted[], asks: readonly Asking[]): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    asks
      .filter(({ choices }) => choices !== undefined)
      .map(({ id }) => {
        const counts = new Map<string, number>()
        for (const { answers } of drafts)
          for (const { ask, answer } of answers) if (ask === id) counts.set(answer, (counts.get(answer) ?? 0) + 1)
        const top = Math.max(0, ...counts.values())
        return [id, new Set([...counts].flatMap(([answer, count]) => (count === top ? [answer] : [])))] as const
      }),
  )
}

function rankOf(draft: Drafted, usual: ReadonlyMap<string, ReadonlySet<string>>): number[] {
  const asOthers = draft.answers.filter(({ ask, answer }) => usual.get(ask)?.has(answer) === true).length
  return [-asOthers, draft.evidence.length - found(draft), draft.flags.length]
}

function found({ evidence }: Drafted): number {
  return evidence.filter(({ status }) => status === 'found').length
}

/** Whose words they are is a part of it: two drafts may say the same. */
function wordsSha256({ quote, answers, evidence, predictions, call, model, repeat }: Drafted): string {
  return hashJson({ quote, answers, evidence, predictions, call, model, repeat })
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const difference = value - (b[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
