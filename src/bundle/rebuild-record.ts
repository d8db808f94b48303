import type { Bundle } from '../contracts/bundle.js'
import type { Seat } from '../contracts/plan.js'
import type { PanelRecord, RecordVerdict } from '../contracts/record.js'
import type { DraftOutcome, UnscoredKind } from '../contracts/verdict.js'
import type { Ledger } from '../ledger/ledger.js'
import { createReplayLedger } from '../ledger/replay-ledger.js'
import type { ReplyReader } from '../models/chat-model.js'
import { buildRecord, type SeatOutcome } from '../record/build-record.js'
import { draftSeat } from '../verdict/draft-seat.js'

/** Reads the replies of a model id; it has no means of calling one. */
export type Readers = (model: string) => ReplyReader

/** A seat whose end no reply tells: the record's word for it was taken. */
export type StatedSeat = { tool: string; persona: string; model: string; kind: UnscoredKind }

export type Rebuilt = { record: PanelRecord; asStated: StatedSeat[] }

/** Ends of a seat that follow from what the model replied. Every other kind tells why there was no reply. */
const kindsFromReplies: readonly UnscoredKind[] = ['malformed-reply', 'refused', 'truncated']

/**
 * The bundle's record again, from its plan, documents and recordings alone: every seat drafted in replay, then aggregated.
 * The bundle must have passed `checkParts`. Reaches no database and no network; how the run went is copied from the record.
 */
export async function rebuildRecord(bundle: Bundle, readers: Readers): Promise<Rebuilt> {
  const { plan, record } = bundle
  const ledger = ledgerOver(bundle, readers)
  const seats = await Promise.all(plan.seats.map((seat) => rebuildSeat(seat, { bundle, ledger, reader: readers(seat.model) })))
  const personas = plan.personas.map(({ sha256 }) => found(bundle.personas.find((persona) => persona.sha256 === sha256)))
  return {
    record: buildRecord({ plan, dossiers: bundle.dossiers, personas, outcomes: seats, run: record.run }),
    asStated: seats.flatMap(({ seat: { tool, persona, model }, statedKind }) =>
      statedKind === null ? [] : [{ tool, persona, model, kind: statedKind }],
    ),
  }
}

function ledgerOver({ recordings }: Bundle, readers: Readers): Ledger {
  const byKey = new Map(recordings.map((recording) => [recording.key, recording]))
  return createReplayLedger({ find: async (key) => byKey.get(key) ?? null, all: async () => recordings, reader: readers })
}

type SeatParts = { bundle: Bundle; ledger: Ledger; reader: ReplyReader }

async function rebuildSeat(seat: Seat, { bundle, ledger, reader }: SeatParts): Promise<SeatOutcome & { statedKind: UnscoredKind | null }> {
  const { plan, dossiers, personas, record } = bundle
  const dossierSha256 = plan.tools.find((tool) => tool.slug === seat.tool)?.dossierSha256
  const personaSha256 = plan.personas.find((persona) => persona.id === seat.persona)?.sha256
  const outcome = await draftSeat({
    dossier: found(dossiers.find((dossier) => dossier.sha256 === dossierSha256)),
    persona: found(personas.find((persona) => persona.sha256 === personaSha256)),
    model: seat.model,
    reader,
    ledger,
    signal: new AbortController().signal,
    givesUpOn: () => true,
  })
  const stated = statedVerdict(record, seat)
  if (stated?.status !== 'unscored' || !repliesEndWhere(stated, outcome)) return { seat, outcome, statedKind: null }
  const { status, kind, reason } = stated
  const { model, origin, callKey, callKeys, usage, costUsd, latencyMs } = outcome
  const provenance = { model, origin, callKey, callKeys, usage, costUsd, latencyMs }
  return { seat, outcome: { status, kind, reason, rawText: null, ...provenance }, statedKind: kind }
}

function statedVerdict({ tools }: PanelRecord, { tool, persona, model }: Seat): RecordVerdict | undefined {
  return tools.find(({ slug }) => slug === tool)?.verdicts.find((verdict) => verdict.persona === persona && verdict.model === model)
}

/**
 * Whether a seat said to have ended for want of a reply has no further recording indeed. Where there is one, the seat is rebuilt from
 * it instead, and a false statement shows as a difference. A draft with flags stands there when its repair round had no reply.
 */
function repliesEndWhere(stated: RecordVerdict & { status: 'unscored' }, outcome: DraftOutcome): boolean {
  if (kindsFromReplies.includes(stated.kind)) return false
  const isAtEnd = outcome.status === 'unscored' ? outcome.kind === 'no-recording' : outcome.draft.flags.length > 0
  return isAtEnd && outcome.callKeys.join() === stated.callKeys.join()
}

function found<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the bundle was not checked before its record was rebuilt')
  return part
}
