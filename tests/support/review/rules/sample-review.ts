import type { Actor } from '../../../../src/contracts/actor.js'
import type { Comment } from '../../../../src/contracts/review.js'
import type { Revision, VerdictContent } from '../../../../src/contracts/revision.js'
import type { DraftOutcome } from '../../../../src/contracts/verdict.js'
import { checkEvidence } from '../../../../src/evidence/check-evidence.js'
import { checkReply, countWords } from '../../../../src/panels/draft/check-reply.js'
import { checksVersion } from '../../../../src/panels/draft/checks-version.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { aggregate, buildRecord } from '../../../../src/panels/record/build-record.js'
import { sha256 } from '../../../../src/platform/hash.js'
import type { CheckContent, ReviewInput } from '../../../../src/review/rules/apply-reviews.js'
import { type Change, modelRevision, revise } from '../../../../src/review/rules/revise.js'
import { type SampleContent, sampleContent, sampleDossier, samplePersona } from '../../samples.js'

export const editor: Actor = { userId: 'user_ed', name: 'Edda', role: 'editor' }
export const otherEditor: Actor = { userId: 'user_ok', name: 'Okke', role: 'editor' }
export const reviewer: Actor = { userId: 'user_re', name: 'Rea', role: 'reviewer' }
export const admin: Actor = { userId: 'user_ad', name: 'Adda', role: 'admin' }

const at = '2026-11-22T10:00:00.000Z'
export const callKey = sha256('call')

export function content(change: Partial<SampleContent> = {}): SampleContent {
  return sampleContent(change)
}

/** A history that begins with the model's draft (or, for null, with nothing), and each change written upon the last revision. */
export function historyOf(
  draft: VerdictContent | null,
  changes: readonly (Omit<Change, 'base' | 'reason'> & { by: Actor } & Record<string, unknown>)[] = [],
  verdictId = 'seat_1',
): Revision[] {
  const history: Revision[] =
    draft === null ? [] : [modelRevision({ id: 'rev_1', verdictId, at, content: draft, model: 'ollama:a', callKey })]
  for (const { by, ...change } of changes) {
    const base = history.at(-1)?.number ?? null
    const full = { reason: 'because', base, ...change } as Change
    const revised = revise({ history, change: full, by, written: { id: `rev_${history.length + 1}`, verdictId, at } })
    if (revised.status !== 'written') throw new Error(`the sample's change ${history.length + 1} is ${revised.status}`)
    history.push(revised.revision)
  }
  return history
}

export function commentOn(verdictId: string, change: Partial<Comment> = {}): Comment {
  return { id: 'cmt_1', verdictId, author: reviewer, at, text: 'Is that so?', revision: 1, resolved: null, ...change }
}

const first = sampleDossier()
const dossiers = [first, sampleDossier({ tool: { ...first.tool, slug: 'quaylog', name: 'Quaylog' } })]
export const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]
const plan = planPanel({ panelId: 'pnl_1', dossiers, personas, jurors: ['ollama:a'], recordingSet: null, budgetUsd: null })
export const seats = plan.seats
const run = {
  startedAt: '2026-11-22T09:00:00.000Z',
  finishedAt: '2026-11-22T09:00:02.000Z',
  wallTimeMs: 2000,
  replies: { called: 4, fromLedger: 0, replayed: 0 },
  spentUsd: 0.02,
}

function provenanceOf(seatId: string) {
  return {
    model: 'ollama:a',
    origin: 'recorded' as const,
    callKey: sha256(seatId),
    callKeys: [sha256(seatId)],
    usage: { inputTokens: 100, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: 20 },
    costUsd: 0.005,
    latencyMs: 40,
  }
}

/** The record of four seats, of which the last is unscored: what the models' drafts came to, as that version of the checks found it. */
export function modelRecord(flags: string[] = [], checks: { checks?: number } = { checks: checksVersion }) {
  const outcomes = seats.map((seat, index) => {
    const evidence = checkEvidence(sampleContent().evidence, first)
    const draft = {
      schema: 'panel.draft/1' as const,
      ...sampleContent({ call: index === 1 ? 'skip' : 'ship' }),
      evidence,
      flags,
      ...checks,
    }
    const truncated = { status: 'unscored' as const, kind: 'truncated' as const, reason: 'the reply broke off', rawText: '{' }
    const outcome: DraftOutcome =
      index === 3 ? { ...truncated, ...provenanceOf(seat.id), callKey: null } : { status: 'drafted', draft, ...provenanceOf(seat.id) }
    return { seat, outcome }
  })
  return buildRecord({ plan, dossiers, personas, outcomes, run })
}

/** As app.ts would hand them in: the checks of verdict/ and the sums of record/. */
export const check: CheckContent = ({ tool, persona, content: words }) => {
  const dossier = dossiers.find((candidate) => candidate.tool.slug === tool)
  const asked = personas.find((candidate) => candidate.id === persona)
  if (dossier === undefined || asked === undefined) throw new Error('no such tool or persona')
  const { errors, warnings } = checkReply(words, asked)
  const quoteWords = { count: countWords(words.quote), max: asked.quoteWords.max }
  return { evidence: checkEvidence(words.evidence, dossier), errors, flags: warnings, particulars: [], checks: checksVersion, quoteWords }
}

export function reviewInput(change: Partial<ReviewInput> = {}): ReviewInput {
  return { record: modelRecord(), seats, histories: new Map(), waivers: [], check, aggregate, ...change }
}
