import { diffArrays } from 'diff'
import { factsReplyName } from '../../contracts/facts-reply.js'
import type { CallIdentity, Recording } from '../../contracts/model-call.js'
import { hashJson } from '../../platform/hash.js'

const shownLines = 3
const shownCharacters = 120

/** Why a replay found nothing: the nearest recording of the set, and where it and the request part. */
export function describeNearest(miss: { key: string; identity: CallIdentity; recordings: readonly Recording[] }): string {
  const { key, identity, recordings } = miss
  const start = `no recording answers this request to ${identity.model} (key ${key.slice(0, 12)}…)`
  const asked = requestLines(identity)
  const ranked = recordings
    .map((recording) => ({ recording, lines: requestLines(recording) }))
    .map((candidate) => ({ ...candidate, similarity: similarity(asked, candidate.lines) }))
    .sort((a, b) => b.similarity - a.similarity || (a.recording.key < b.recording.key ? -1 : 1))
  const nearest = ranked[0]
  if (nearest === undefined) return `${start}: the set holds no recording at all. Make one with: ${howToRecord(identity)}`
  return [
    `${start}.`,
    `Nearest: ${recordingName(nearest.recording)}, alike in ${Math.floor(nearest.similarity * 100)} % of its lines.`,
    `Difference: ${difference(nearest.lines, asked)}.`,
    `Record it live with: ${howToRecord(identity)}${isForFacts(identity) ? '' : ' (or, for the sample: npm run sample:recordings)'}`,
  ].join(' ')
}

function isForFacts({ request }: CallIdentity): boolean {
  return request.replySchema.name === factsReplyName
}

function howToRecord(identity: CallIdentity): string {
  return isForFacts(identity) ? `panel tool add … --facts ${identity.model} --record-to <folder>` : 'panel record compare …'
}

/** A recording's file, below the folder of recordings. */
export function recordingName({ model, key }: Pick<Recording, 'model' | 'key'>): string {
  return `${model.slice(0, model.indexOf(':'))}/${key}.json`
}

/** A request as lines that can be compared, each led by where in the request it is. */
function requestLines({ model, sample, request }: CallIdentity): string[] {
  return [
    `model: ${model}`,
    `sample: ${sample}`,
    `reply schema: ${hashJson(request.replySchema).slice(0, 12)}`,
    `temperature: ${request.sampling.temperature}`,
    `output tokens at most: ${request.sampling.maxOutputTokens}`,
    ...request.messages.flatMap((message, m) =>
      message.parts.flatMap((part, p) => part.text.split('\n').map((line) => `message ${m + 1} (${message.role}), part ${p + 1}: ${line}`)),
    ),
  ]
}

/** Shared lines ÷ all distinct lines (Jaccard index), 0 to 1. */
function similarity(a: readonly string[], b: readonly string[]): number {
  const inA = new Set(a)
  const inB = new Set(b)
  const shared = [...inA].filter((line) => inB.has(line)).length
  return shared / (inA.size + inB.size - shared)
}

function difference(recorded: string[], asked: string[]): string {
  const changes = diffArrays(recorded, asked).filter((change) => change.added || change.removed)
  const shown = changes
    .slice(0, 2)
    .flatMap((change) => change.value.slice(0, shownLines).map((line) => `${change.added ? 'asked' : 'recorded'} “${clip(line)}”`))
  const lines = changes.reduce((sum, change) => sum + change.value.length, 0)
  return shown.length === 0
    ? 'only in how text is split into parts'
    : `${shown.join(', ')}${lines > shown.length ? ` (${lines} lines in all)` : ''}`
}

function clip(line: string): string {
  return line.length <= shownCharacters ? line : `${line.slice(0, shownCharacters)}…`
}
