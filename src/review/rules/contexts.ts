import type { Acting } from '../../contracts/actor.js'
import type { PanelRecord } from '../../contracts/record.js'
import type { BlindCall, Comment, Waiver } from '../../contracts/review.js'
import type { VerdictContent } from '../../contracts/revision.js'
import type { ContentCheck, ReviewedRecord } from './apply-reviews.js'
import { acceptanceBlockers, checklist } from './checklist.js'
import { handsIn } from './four-eyes.js'
import type { RecordContext } from './record-state-machine.js'
import { contentSha256, findRevision, type History, modelDraft } from './revise.js'
import type { VerdictContext } from './verdict-state-machine.js'

/** The part of the configuration that review uses. */
export type ReviewSettings = { fourEyes: boolean; blindFirst: boolean }

export type VerdictFacts = {
  actor: Acting
  record: PanelRecord['status']
  settings: ReviewSettings
  history: History
  /** Of this verdict, by anyone. */
  blindCalls: readonly BlindCall[]
  /** Whether the actor was ever shown the draft, as the desk noted it. */
  wasShown: boolean
  assignedTo: string | null
  /** Words of a flag that has to be waived before the verdict is accepted, and not only before the approval; null without any. */
  unwaived: string | null
}

/** What comes with the action: each null when it has none. */
export type VerdictRequest = {
  reason: string | null
  baseRevision: number | null
  /** The words after an edit, or the number of the revision to restore. */
  content: VerdictContent | { restores: number } | null
  assignTo: string | null
  /** What the check finds in the current words; needed to accept. */
  check: ContentCheck | null
}

/** What `decideVerdict` decides from, worked out of what is stored, so that no caller puts it together in its own way. */
export function verdictContext(facts: VerdictFacts, request: VerdictRequest): VerdictContext {
  const { actor, history, settings, blindCalls } = facts
  const current = history.at(-1) ?? null
  const { reason, baseRevision, assignTo, check } = request
  const wroteOnIt = history.some(({ author }) => author.kind === 'person' && author.userId === actor.userId)
  return {
    record: facts.record,
    reason,
    baseRevision,
    currentRevision: current?.number ?? null,
    becomesModelText: shaAfter(history, request.content) === modelDraft(history)?.contentSha256,
    blockers: blockersOf(current?.content ?? null, check),
    unwaived: facts.unwaived,
    blindFirst: settings.blindFirst,
    hasBlindCall: blindCalls.some(({ reviewer }) => reviewer.userId === actor.userId),
    hasSeenDraft: facts.wasShown || wroteOnIt,
    assignedTo: facts.assignedTo,
    assignTo,
  }
}

/** The hash of the words after the action: without new words, the current ones. */
function shaAfter(history: History, content: VerdictRequest['content']): string | null {
  if (content === null) return history.at(-1)?.contentSha256 ?? null
  if ('restores' in content) return findRevision(history, content.restores)?.contentSha256 ?? null
  return contentSha256(content)
}

/** A verdict that no one checked is not accepted. */
function blockersOf(content: VerdictContent | null, check: ContentCheck | null): readonly string[] {
  if (check === null) return ['it has not been checked against its sources']
  return content === null ? [] : acceptanceBlockers({ ...content, evidence: check.evidence }, check)
}

export type RecordFacts = {
  reviewed: ReviewedRecord
  histories: ReadonlyMap<string, History>
  comments: readonly Comment[]
  waivers: readonly Waiver[]
  settings: ReviewSettings
  approval: { contentSha256: string; by: { userId: string } } | null
  standing: RecordContext['standing']
  isStale: boolean
}

/** What `decideRecord` decides from, worked out of what is stored: the checklist and who had a hand in what is stored are never a caller's word. */
export function recordContext(facts: RecordFacts, request: { seenSha256: string | null; reason: string | null }): RecordContext {
  const { reviewed, histories, comments, waivers, settings, approval, standing, isStale } = facts
  return {
    ...request,
    currentSha256: reviewed.contentSha256,
    approvedSha256: approval?.contentSha256 ?? null,
    approvedBy: approval?.by.userId ?? null,
    standing,
    isStale,
    blockers: checklist(reviewed, comments).blocking.length,
    fourEyes: settings.fourEyes,
    hands: handsIn({ histories, waivers, content: reviewed.content }),
    calls: reviewed.content.tools.flatMap(({ verdicts }) => verdicts).filter(({ call }) => call !== null).length,
  }
}
