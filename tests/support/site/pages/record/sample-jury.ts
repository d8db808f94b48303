import type { Call, SeatCall } from '../../../../../src/contracts/call.js'
import type { JurorCall, RecordDraft, RecordVerdict } from '../../../../../src/contracts/record-verdict.js'
import { jurorCall, quorumOf, seatCall } from '../../../../../src/panels/record/seat-call.js'
import { draftedVerdict, unscoredVerdict } from './sample-record.js'

type Drafted = Extract<RecordVerdict, { status: 'drafted' }>
type Sitting = Pick<JurorCall, 'calls' | 'conflict'>

/** What each of those models called, a draft each; the first of them is the one that people edit. */
export function seatOf(jurors: Readonly<Record<string, Sitting>>, change: Partial<Drafted> = {}): Drafted {
  const rows = Object.entries(jurors).map(([model, { calls, conflict }]) => ({
    ...{ model, calls, call: jurorCall(calls) },
    ...(conflict === undefined ? {} : { conflict }),
  }))
  const drafts = rows.flatMap(({ model, calls }) => calls.map((call, index) => draftOf(model, call, index + 1)))
  const jury = { quorum: quorumOf(rows.length), repeat: 1, jurors: rows, drafts: drafts.slice(1) }
  const call = seatCall(rows.map((row) => row.call)) as SeatCall
  return { ...draftedVerdict('dx'), model: rows[0]?.model ?? '', call, ...change, jury }
}

function draftOf(model: string, call: Call | null, repeat: number): RecordDraft {
  if (call === null) return { ...(unscoredVerdict('dx', { model }) as Extract<RecordDraft, { status: 'unscored' }>), repeat }
  const { jury: _none, ...drafted } = draftedVerdict('dx', { model })
  return { ...drafted, call, quote: `${model} says ${call} [1], the ${repeat}. time it is asked.`, repeat }
}

/** Three of five ship; one of the two that skip belongs to the tool's vendor. */
export const threeOfFive = seatOf({
  'ollama:a': { calls: ['ship'] },
  'ollama:b': { calls: ['ship'] },
  'ollama:c': { calls: ['ship'] },
  'ollama:d': { calls: ['skip'] },
  'mistral:e': { calls: ['skip'], conflict: { kind: 'vendor', maker: 'Mistral AI', named: 'Mistral AI' } },
})
