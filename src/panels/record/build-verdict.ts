import type { SeatCall } from '../../contracts/call.js'
import type { Tie } from '../../contracts/conflict.js'
import type { Persona } from '../../contracts/persona.js'
import type { Plan, Seat } from '../../contracts/plan.js'
import type { Jury, RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import { tieOf } from '../plan/conflicts.js'
import { nearestDraft } from './nearest-draft.js'
import { jurorCall, quorumOf, seatCall } from './seat-call.js'

export type SeatOutcome = { seat: Seat; outcome: DraftOutcome }

/** Which draft of a seat people edit: a model's, in one of its repeats. */
export type Lead = { model: string; repeat: number }

type SeatDrafts = {
  plan: Pick<Plan, 'conflicts'>
  persona: Persona
  /** Every draft of the seat, in any order. */
  outcomes: readonly SeatOutcome[]
  /** The draft that stood for the seat before, where people may have begun to edit it: it stays; null for none. */
  lead: Lead | null
}

/** A seat's verdict from its drafts: of one draft, that; of several, the one nearest to their majority, with the others behind it. Pure. */
export function buildVerdict({ plan, persona, outcomes, lead }: SeatDrafts): RecordVerdict {
  const [only] = outcomes
  if (only === undefined) throw new Error(`the seat of ${persona.id} has no draft`)
  if (outcomes.length === 1 && only.seat.repeat === undefined) return buildOwnVerdict(persona, only)
  const { tool } = only.seat
  return seatVerdict({
    persona,
    drafts: outcomes.map((one) => toDraft(persona, one)),
    tieOf: (model) => tieOf(plan, { tool, model }),
    lead,
  })
}

/** One draft as a verdict of its own. Pure. */
export function buildOwnVerdict(persona: Persona, outcome: SeatOutcome): RecordVerdict {
  const { repeat: _first, ...verdict } = toDraft(persona, outcome)
  return verdict
}

type Drafted = {
  persona: Pick<Persona, 'id' | 'version' | 'asks'>
  /** In any order. */
  drafts: readonly RecordDraft[]
  tieOf: (model: string) => Tie | null
  lead: Lead | null
}

/** Several drafts of a seat as its one verdict. Pure. */
export function seatVerdict({ persona, drafts: given, tieOf: tie, lead }: Drafted): RecordVerdict {
  const drafts = given.toSorted(byJuror)
  const jurors = [...new Set(drafts.map(({ model }) => model))].map((model) => {
    const calls = drafts.filter((draft) => draft.model === model).map(({ call }) => call)
    const conflict = tie(model)
    return { model, call: jurorCall(calls), calls, ...(conflict === null ? {} : { conflict }) }
  })
  const jury = { quorum: quorumOf(jurors.length), jurors }
  const call = seatCall(jurors.map((juror) => juror.call))
  if (call === null) return withoutQuorum(persona, { drafts, jury })
  const chosen = standing(drafts, lead) ?? nearestDraft(drafts, { call, asks: persona.asks })
  if (chosen === null) return withoutQuorum(persona, { drafts, jury })
  const { repeat, ...words } = chosen
  return { ...words, call, jury: { ...jury, repeat, drafts: drafts.filter((draft) => draft !== chosen) } }
}

/** What a juror's draft says, under the call of its seat. */
type Seated = { drafts: readonly RecordDraft[]; jury: Omit<Jury, 'repeat' | 'drafts'> }

/** No draft stands for the seat: it holds what became of each, and took nothing beside them. */
function withoutQuorum({ id, version }: Drafted['persona'], { drafts, jury }: Seated): RecordVerdict {
  const called = jury.jurors.filter(({ call }) => call !== null).length
  const reasons = unscoredReasons(drafts)
  const reason = `${called} of ${jury.jurors.length} jurors made a call, and ${jury.quorum} are needed. ${reasons.join(' ')}`
  return {
    status: 'unscored',
    persona: id,
    personaVersion: version,
    model: drafts[0]?.model ?? '',
    ...{ origin: null, callKey: null, callKeys: [], usage: null, costUsd: 0, latencyMs: 0 },
    call: null,
    quote: null,
    kind: 'no-quorum',
    reason: reason.trim(),
    jury: { ...jury, repeat: 1, drafts: [...drafts] },
  }
}

/** Each reason once, behind the models that it is true of. */
function unscoredReasons(drafts: readonly RecordDraft[]): string[] {
  const models = new Map<string, Set<string>>()
  for (const draft of drafts) {
    if (draft.status !== 'unscored') continue
    models.set(draft.reason, (models.get(draft.reason) ?? new Set()).add(draft.model))
  }
  return [...models].map(([reason, of]) => `${[...of].join(', ')}: ${reason}`)
}

function standing(drafts: readonly RecordDraft[], lead: Lead | null) {
  const before = drafts.find(({ model, repeat }) => model === lead?.model && repeat === lead.repeat)
  return before?.status === 'drafted' ? before : null
}

/** In an order that is no one's choice: by model, then by repeat. */
function byJuror(a: RecordDraft, b: RecordDraft): number {
  if (a.model !== b.model) return a.model < b.model ? -1 : 1
  return a.repeat - b.repeat
}

function toDraft(persona: Persona, { seat, outcome }: SeatOutcome): RecordDraft {
  const { model, origin, callKey, callKeys, usage, costUsd, latencyMs } = outcome
  const provenance = { persona: persona.id, personaVersion: persona.version, model, origin, callKey, callKeys, usage, costUsd, latencyMs }
  const repeat = seat.repeat ?? 1
  if (outcome.status === 'unscored') {
    return { status: 'unscored', ...provenance, call: null, quote: null, kind: outcome.kind, reason: outcome.reason, repeat }
  }
  const { call, quote, answers, evidence, predictions, flags, particulars, checks } = outcome.draft
  const tie = outcome.conflict === undefined ? {} : { conflict: outcome.conflict }
  return {
    status: 'drafted',
    ...provenance,
    ...tie,
    call,
    quote,
    answers,
    evidence,
    predictions,
    flags,
    ...(particulars === undefined ? {} : { particulars }),
    ...(checks === undefined ? {} : { checks }),
    ...(outcome.opinion === undefined ? {} : { opinion: outcome.opinion }),
    ...(outcome.steering === undefined ? {} : { steering: outcome.steering }),
    ...(outcome.blind === undefined ? {} : { blind: outcome.blind }),
    repeat,
  }
}

/** Every draft of a verdict that its jurors made: its own, as the model left it, is not among them. */
export function otherDrafts({ jury }: Pick<RecordVerdict, 'jury'>): readonly RecordDraft[] {
  return jury?.drafts ?? []
}

/** What the jurors of a verdict come to by themselves, whatever people made of it; null where they have no quorum, undefined without a jury. */
export function juryCall({ jury }: Pick<RecordVerdict, 'jury'>): SeatCall | null | undefined {
  return jury === undefined ? undefined : seatCall(jury.jurors.map(({ call }) => call))
}
