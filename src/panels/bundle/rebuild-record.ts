import type { Bundle } from '../../contracts/bundle.js'
import { kindsFromReplies, type UnscoredKind } from '../../contracts/call.js'
import type { Dossier } from '../../contracts/dossier.js'
import type { Recording } from '../../contracts/model-call.js'
import type { Seat } from '../../contracts/plan.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { RecordDraft, RecordVerdict } from '../../contracts/record-verdict.js'
import type { DraftOutcome } from '../../contracts/verdict.js'
import type { ReplyReader } from '../../providers/chat-model.js'
import { draftSeat, type SeatWork } from '../draft/draft-seat.js'
import type { Ledger } from '../ledger/ledger.js'
import { createReplayLedger } from '../ledger/replay-ledger.js'
import { firstSample } from '../ledger/samples.js'
import { conflictFlag, tieOf } from '../plan/conflicts.js'
import { plannedForm } from '../plan/plan-panel.js'
import { buildRecord, type EndedSeat, isPerJuror, leadIn } from '../record/build-record.js'
import type { SeatOutcome } from '../record/build-verdict.js'
import { isPublicReason, publicVerdict } from '../record/public-reasons.js'
import { type OtherVersion, otherVersionOf, statedCalls, withStatedFindings } from './other-version.js'
import { rebuildBlind } from './rebuild-blind.js'
import { rebuildComparison } from './rebuild-comparison.js'
import { rebuildOpinion } from './rebuild-opinion.js'
import { rebuildSteering } from './rebuild-steering.js'

/** Reads the replies of a model id; it has no means of calling one. */
export type Readers = (model: string) => ReplyReader

/** A juror's turn at a seat, as people name it. */
type Turn = Omit<Seat, 'id'>

/** A seat whose end no reply says: the record's word for it was taken. */
export type StatedSeat = Turn & { kind: UnscoredKind }

/** A seat that another version of this software asked or checked; its findings were taken from the record. */
export type OtherVersionSeat = Turn & OtherVersion

export type Rebuilt = { record: PanelRecord; asStated: StatedSeat[]; otherVersions: OtherVersionSeat[] }

/**
 * The bundle's record again, from its plan, documents and recordings alone: every seat drafted in replay, then aggregated.
 * The bundle must have passed `checkParts`. Reaches no database and no network; how the run went is copied from the record.
 */
export async function rebuildRecord(bundle: Bundle, readers: Readers): Promise<Rebuilt> {
  const { plan, record } = bundle
  const byKey = new Map(bundle.recordings.map((recording) => [recording.key, recording]))
  const ledger = createReplayLedger({ find: async (key) => byKey.get(key) ?? null, all: async () => bundle.recordings, reader: readers })
  const seats = await Promise.all(plan.seats.map((seat) => rebuildSeat(seat, { bundle, byKey, ledger, readers })))
  const personas = plan.personas.map(({ sha256 }) => found(bundle.personas.find((persona) => persona.sha256 === sha256)))
  return {
    record: buildRecord({
      plan,
      dossiers: bundle.dossiers,
      personas,
      outcomes: seats,
      run: record.run,
      leadOf: (seat) => leadIn(record, seat),
      perJuror: isPerJuror(record),
    }),
    asStated: seats.flatMap(({ seat, statedKind }) => (statedKind === null ? [] : [{ ...turnOf(seat), kind: statedKind }])),
    otherVersions: seats.flatMap(({ seat, otherVersion }) => (otherVersion === null ? [] : [{ ...turnOf(seat), ...otherVersion }])),
  }
}

function turnOf({ id: _internal, ...turn }: Seat): Turn {
  return turn
}

/** A draft as the record has it. */
type Stated = RecordVerdict | RecordDraft

type SeatParts = { bundle: Bundle; byKey: ReadonlyMap<string, Recording>; ledger: Ledger; readers: Readers }
type RebuiltSeat = EndedSeat & { statedKind: UnscoredKind | null; otherVersion: OtherVersion | null }
type RebuiltDraft = RebuiltSeat & SeatOutcome

async function rebuildSeat(seat: Seat, parts: SeatParts): Promise<RebuiltSeat> {
  const { bundle, byKey, ledger, readers } = parts
  const { plan, record } = bundle
  if (seat.against !== undefined) return rebuildCompared({ ...seat, against: seat.against }, parts)
  const { outcome: drafted, otherVersion, ...rest } = await rebuildDraft(seat, parts)
  const dossier = dossierOf(seat.tool, bundle)
  const secondOpinion = plan.secondOpinion ?? null
  const stated = statedDraft(record, seat)
  const tested = await rebuildSteering(drafted, { work: seatWork(seat, parts), stated, byKey })
  const blind = await rebuildBlind(tested.outcome, { work: seatWork(seat, parts), isBlind: plan.blind === true, stated, byKey })
  const opined = await rebuildOpinion(blind.outcome, { ...{ secondOpinion, dossier, ledger, byKey }, reader: readers, stated })
  const { outcome } = opined
  const isAskedOtherwise = tested.isAskedOtherwise || blind.isAskedOtherwise || opined.isAskedOtherwise
  const asked = otherVersion?.isAskedOtherwise === true || isAskedOtherwise
  const isOther = otherVersion !== null || isAskedOtherwise
  const version = isOther ? { isAskedOtherwise: asked, isCheckedOtherwise: otherVersion?.isCheckedOtherwise ?? false } : null
  return { ...rest, outcome, otherVersion: version }
}

async function rebuildCompared(seat: Seat & { against: string }, parts: SeatParts): Promise<RebuiltSeat> {
  const { bundle, byKey } = parts
  const { dossier: one, conflict: _ofTheTool, ...work } = seatWork(seat, parts)
  const entry = bundle.record.headToHead?.find(
    ({ persona, tools: [tool, against] }) => persona === seat.persona && tool === seat.tool && against === seat.against,
  )
  const stated = entry?.jurors.find(({ model }) => model === seat.model)
  const tools = [one, dossierOf(seat.against, bundle)] as const
  const isBlind = bundle.plan.blind === true
  return { seat, ...(await rebuildComparison({ work: { ...work, tools, isBlind }, stated, byKey })) }
}

function dossierOf(tool: string, { plan, dossiers }: Pick<Bundle, 'plan' | 'dossiers'>): Dossier {
  const dossierSha256 = plan.tools.find(({ slug }) => slug === tool)?.dossierSha256
  return found(dossiers.find((dossier) => dossier.sha256 === dossierSha256))
}

function seatWork(seat: Seat, { bundle, ledger, readers }: SeatParts): SeatWork {
  const { plan, personas } = bundle
  const personaSha256 = plan.personas.find((persona) => persona.id === seat.persona)?.sha256
  return {
    dossier: dossierOf(seat.tool, bundle),
    persona: found(personas.find((persona) => persona.sha256 === personaSha256)),
    model: seat.model,
    conflict: tieOf(plan, seat),
    form: plannedForm(plan, seat.model),
    firstSample: firstSample(seat.repeat ?? 1),
    reader: readers(seat.model),
    ledger,
    signal: new AbortController().signal,
    givesUpOn: () => true,
  }
}

async function rebuildDraft(seat: Seat, parts: SeatParts): Promise<RebuiltDraft> {
  const { bundle, byKey } = parts
  const work = seatWork(seat, parts)
  const stated = statedDraft(bundle.record, seat)
  const otherVersion = stated === undefined ? null : otherVersionOf(stated, work, byKey)
  if (stated === undefined || otherVersion === null) {
    return { ...endAsStated(seat, stated, withReasonAs(stated, await draftSeat(work))), otherVersion }
  }
  const asThen = { ledger: statedCalls(stated, byKey, work.reader), wasRepaired: stated.callKeys.length > 1 }
  const outcome = withStatedFindings(withReasonAs(stated, await draftSeat({ ...work, ...asThen })), stated, work.dossier)
  return { ...endAsStated(seat, stated, outcome), otherVersion }
}

/** A bundle says why a seat has no call by its kind; one written before said the reason itself. */
function withReasonAs(stated: Stated | undefined, outcome: DraftOutcome): DraftOutcome {
  return stated?.status === 'unscored' && isPublicReason(stated) ? publicVerdict(outcome) : outcome
}

/** The seat as its replies tell it, and where they end as the record says, with the record's word for how it ended. */
function endAsStated(seat: Seat, stated: Stated | undefined, outcome: DraftOutcome): Omit<RebuiltDraft, 'otherVersion'> {
  if (stated === undefined || !repliesEndWhere(stated, outcome)) return { seat, outcome, statedKind: null }
  const taken = takenByBoth(stated, outcome)
  if (stated.status === 'drafted') return { seat, outcome: { ...outcome, ...taken }, statedKind: null }
  const { status, kind, reason } = stated
  const { model, origin, callKey, callKeys } = outcome
  return { seat, outcome: { status, kind, reason, rawText: null, model, origin, callKey, callKeys, ...taken }, statedKind: kind }
}

type Taken = Pick<DraftOutcome, 'usage' | 'costUsd' | 'latencyMs'>

/**
 * What the seat's calls took: as its recordings tell, or not known, where the record says so: a call may have been lost behind them. Of a seat
 * that never finished the record's word is taken: a reply may have been paid for that could not be kept.
 */
function takenByBoth(stated: Stated, { usage, costUsd, latencyMs }: DraftOutcome): Taken {
  if (stated.status === 'unscored' && stated.kind === 'never-finished')
    return { usage: stated.usage, costUsd: stated.costUsd, latencyMs: stated.latencyMs }
  return {
    usage: stated.usage === null ? null : usage,
    costUsd: stated.costUsd === null ? null : costUsd,
    latencyMs: stated.latencyMs === null ? null : latencyMs,
  }
}

/** What the record says of a draft: the seat's verdict, where it stands for that draft, or one of the others behind it. */
function statedDraft({ tools }: PanelRecord, { tool, persona, model, repeat = 1 }: Seat): Stated | undefined {
  const verdicts = tools.find(({ slug }) => slug === tool)?.verdicts.filter((verdict) => verdict.persona === persona) ?? []
  const other = verdicts.flatMap(({ jury }) => jury?.drafts ?? []).find((draft) => draft.model === model && draft.repeat === repeat)
  return other ?? verdicts.find((verdict) => verdict.model === model && (verdict.jury?.repeat ?? 1) === repeat)
}

/**
 * Whether a seat said to have ended for want of a reply has no further recording indeed. Where there is one, the seat is rebuilt from
 * it instead, and a false statement shows as a difference. A draft with flags is there when its repair round had no reply.
 */
function repliesEndWhere(stated: Stated, outcome: DraftOutcome): boolean {
  if (stated.status === 'unscored' && kindsFromReplies.includes(stated.kind)) return false
  const mayLackRepair = stated.status === 'unscored' || outcome.callKeys.length === 1
  const isAtEnd = outcome.status === 'unscored' ? outcome.kind === 'no-recording' : wantedRepair(outcome) && mayLackRepair
  return isAtEnd && outcome.callKeys.join() === stated.callKeys.join()
}

/** A tie between juror and tool is flagged too, and no repair is asked for on its account. */
function wantedRepair({ draft, conflict }: Extract<DraftOutcome, { status: 'drafted' }>): boolean {
  return draft.flags.some((flag) => conflict === undefined || flag !== conflictFlag(conflict))
}

function found<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the bundle was not checked before its record was rebuilt')
  return part
}
