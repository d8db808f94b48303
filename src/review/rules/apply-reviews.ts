import type { Particular } from '../../contracts/particular.js'
import type { Seat } from '../../contracts/plan.js'
import type { RecordContent, RecordTool } from '../../contracts/record.js'
import type { RecordVerdict } from '../../contracts/record-verdict.js'
import type { Waiver } from '../../contracts/review.js'
import type { ReviewedContent, ReviewedVerdict, ReviewMark, WrittenBy } from '../../contracts/reviewed-content.js'
import type { Revision, VerdictContent } from '../../contracts/revision.js'
import type { Evidence } from '../../contracts/verdict.js'
import { openQuestions } from '../../panels/opinion/questions.js'
import { publicComparisons, publicVerdict } from '../../panels/record/public-reasons.js'
import { hashJson } from '../../platform/hash.js'
import { contentSha256, type History, modelDraft, stateOf, toContent } from './revise.js'

/** What a verdict's content comes to when it is held against its sources and its persona. */
export type ContentCheck = {
  /** Each piece looked up in the frozen sources, in the order given. */
  evidence: Evidence[]
  /** What makes it unusable, such as an ask without an answer: cannot be waived. */
  errors: readonly string[]
  /** What is off, and may stay if an editor says why. */
  flags: readonly string[]
  /** The particulars that flags are about, each with its place in its part and what the nearest source says of the same. */
  particulars: readonly Particular[]
  /** The version of the checks that found all this. */
  checks: number
  /** Words of the quote as readers count them, and how many the persona allows. */
  quoteWords: { count: number; max: number }
}

export type CheckContent = (verdict: { tool: string; persona: string; content: VerdictContent }) => ContentCheck

export type ReviewInput = {
  /** The record as the models' drafts made it. */
  record: RecordContent
  seats: readonly Pick<Seat, 'id' | 'tool' | 'persona' | 'model'>[]
  /** By seat; a seat no one touched may be missing. */
  histories: ReadonlyMap<string, History>
  waivers: readonly Waiver[]
  check: CheckContent
  /** Works panel ship, pricing read, lean, split and totals out of the verdicts, as for the first record; leaves verdicts as they are. */
  aggregate: (content: RecordContent) => RecordContent
  /** Keeps the reasons of unscored seats as the record has them, as earlier versions published them. */
  reasonsAsKept?: boolean
}

export type ReviewedRecord = {
  content: ReviewedContent
  /** SHA-256 of the content: what an approval is bound to. */
  contentSha256: string
  /** What the check found, by seat; unscored seats have none. */
  checks: ReadonlyMap<string, ContentCheck>
  /** Why each unscored seat has no call, for those who work on it: in the content it is said by its kind alone. By seat. */
  reasons: ReadonlyMap<string, string>
}

/**
 * The record as it will look in public: each verdict as people left it, its evidence looked up again, everything counted again, and for each
 * verdict which revision is current and who wrote it. Throws when a history and the record do not belong together, which is a bug.
 */
export function applyReviews({ record, seats, histories, waivers, check, aggregate, reasonsAsKept = false }: ReviewInput): ReviewedRecord {
  const checks = new Map<string, ContentCheck>()
  const reasons = new Map<string, string>()
  const marks = new Map<string, ReviewedVerdict['review']>()
  const reviewTool = (tool: RecordTool): RecordTool => ({
    ...tool,
    verdicts: tool.verdicts.map((verdict) => {
      const seat = findSeat(seats, tool.slug, verdict)
      const own = waivers.filter(({ verdictId }) => verdictId === seat.id)
      const reviewed = reviewVerdict({ seat, verdict, history: histories.get(seat.id) ?? [], waivers: own, check })
      if (reviewed.check !== null) checks.set(seat.id, reviewed.check)
      marks.set(seat.id, reviewed.mark)
      if (reviewed.verdict.status === 'unscored') reasons.set(seat.id, reviewed.verdict.reason)
      return reasonsAsKept ? reviewed.verdict : publicVerdict(reviewed.verdict)
    }),
  })
  const aggregated = aggregate({ ...record, tools: record.tools.map(reviewTool) })
  const { title, lean, personas, split, totals } = aggregated
  const marked = aggregated.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map(
      (verdict) => ({ ...verdict, review: marks.get(findSeat(seats, tool.slug, verdict).id) }) as ReviewedVerdict,
    ),
  }))
  const { headToHead } = reasonsAsKept ? aggregated : publicComparisons(aggregated)
  const compared = headToHead === undefined ? {} : { headToHead }
  const content: ReviewedContent = { title, lean, personas, tools: marked, split, ...compared, totals }
  return { content, contentSha256: hashJson(content), checks, reasons }
}

type Step = {
  seat: Pick<Seat, 'id' | 'tool' | 'persona'>
  verdict: RecordVerdict
  history: History
  waivers: readonly Waiver[]
  check: CheckContent
}
type Reviewed = { verdict: RecordVerdict; mark: ReviewedVerdict['review']; check: ContentCheck | null }

function reviewVerdict(step: Step): Reviewed {
  const { seat, verdict, history, waivers, check } = step
  checkTogether(seat.id, verdict, history)
  const current = history.at(-1)
  if (current === undefined && verdict.status === 'unscored') {
    const waiver = waivers.findLast(({ waives }) => waives.kind === 'unscored-seat')?.reason ?? null
    return { verdict, mark: { verdictId: seat.id, waiver }, check: null }
  }
  const content = current?.content ?? toContent(verdict as Extract<RecordVerdict, { status: 'drafted' }>)
  const checked = check({ tool: seat.tool, persona: seat.persona, content })
  const changed = changedMajority(verdict, history)
  const lasting = [...changed, ...lastingFlags(step, content, checked.checks)]
  const flags = [...new Set([...lasting, ...checked.errors, ...checked.flags])]
  const { evidence, checks } = checked
  const particulars = checked.particulars.length === 0 ? {} : { particulars: [...checked.particulars] }
  return {
    verdict: { status: 'drafted', ...provenanceOf(verdict), ...content, evidence, flags, ...particulars, checks },
    mark: {
      ...markOf({ history, content, current }),
      verdictId: seat.id,
      waivedFlags: waivedFlags(flags, waivers, checked.errors),
      ...countQuestions(verdict, content),
    },
    check: checked,
  }
}

/** What a second model asks about the words as they are. */
function countQuestions(verdict: RecordVerdict, content: VerdictContent): Pick<ReviewMark, 'questioned'> {
  if (verdict.status === 'unscored' || verdict.opinion === undefined) return {}
  return { questioned: openQuestions({ opinion: verdict.opinion, draft: verdict, current: content }).length }
}

/**
 * The model's own draft and the first revision are the same words, or something was put together wrongly. What several jurors come to may have changed
 * since, where one of them was asked again.
 */
function checkTogether(seatId: string, verdict: RecordVerdict, history: History): void {
  if (history.length === 0) return
  const draft = modelDraft(history)
  const asThen = verdict.jury === undefined || draft === null ? {} : { call: draft.content.call }
  const fits = verdict.status === 'drafted' ? draft?.contentSha256 === contentSha256({ ...toContent(verdict), ...asThen }) : draft === null
  if (!fits)
    throw new Error(`seat ${seatId}: its history does not begin with the draft of this record; build the record again from the seats`)
}

/**
 * What the draft was flagged for and no check of words can tell (such as a source that tried to steer the model) stays with the seat; what a
 * check can see is reported again for the words as they are.
 */
function lastingFlags({ seat, verdict, check }: Step, content: VerdictContent, checks: number): string[] {
  if (verdict.status === 'unscored' || verdict.flags.length === 0) return []
  const drafted = toContent(verdict)
  const own = checks === (verdict.checks ?? 1) ? verdict.flags : verdict.flags.filter((flag) => !isOfOlderMarks(flag))
  if (contentSha256(drafted) === contentSha256(content)) return own
  const { errors, flags } = check({ tool: seat.tool, persona: seat.persona, content: drafted })
  return own.filter((flag) => !errors.includes(flag) && !flags.includes(flag))
}

/** That the jurors come to another call by now than when people began to work on the verdict: theirs stands until they say otherwise. */
function changedMajority(verdict: RecordVerdict, history: History): string[] {
  const then = modelDraft(history)?.content.call
  if (verdict.status === 'unscored' || verdict.jury === undefined || then === undefined || then === verdict.call) return []
  return [`jury: its jurors' calls come to ${verdict.call} by now, and came to ${then} when the verdict was first worked on.`]
}

/** A flag on particulars as another version of the checks worded it: this version says it again, in words of its own, while it holds. */
function isOfOlderMarks(flag: string): boolean {
  return (
    /^(?:quote|answer [^:]{1,80}|evidence \d{1,3}): "/.test(flag) &&
    (flag.includes(' nowhere in the dossier, in “') || flag.includes(' in the dossier, but not in the passage cited ['))
  )
}

/** Which model and calls the seat had. A verdict that people wrote rests on no reply, though its calls were paid for. */
function provenanceOf(verdict: RecordVerdict) {
  const { persona, personaVersion, model, origin, callKey, callKeys, usage, costUsd, latencyMs } = verdict
  const reply = verdict.status === 'drafted' ? { origin, callKey } : { origin: null, callKey: null }
  const { conflict, opinion, steering, blind } = verdict.status === 'drafted' ? verdict : {}
  const draftsOwn = {
    ...(conflict === undefined ? {} : { conflict }),
    ...(opinion === undefined ? {} : { opinion }),
    ...(steering === undefined ? {} : { steering }),
    ...(blind === undefined ? {} : { blind }),
    ...(verdict.jury === undefined ? {} : { jury: verdict.jury }),
  }
  return { persona, personaVersion, model, ...reply, callKeys, usage, costUsd, latencyMs, ...draftsOwn }
}

function markOf(step: {
  history: History
  content: VerdictContent
  current: Revision | undefined
}): Omit<ReviewMark, 'verdictId' | 'waivedFlags'> {
  const { history, content, current } = step
  const sha256 = contentSha256(content)
  const state = stateOf(history)
  const modelContentSha256 = current === undefined ? sha256 : (modelDraft(history)?.contentSha256 ?? null)
  return {
    state: state === 'unscored' ? 'drafted' : state,
    revision: current?.number ?? 1,
    contentSha256: sha256,
    modelContentSha256,
    writtenBy: writtenBy(sha256, modelContentSha256),
  }
}

function writtenBy(sha256: string, modelSha256: string | null): WrittenBy {
  if (modelSha256 === null) return 'people'
  return sha256 === modelSha256 ? 'model' : 'model and people'
}

function waivedFlags(flags: readonly string[], waivers: readonly Waiver[], errors: readonly string[]): ReviewMark['waivedFlags'] {
  return flags.flatMap((flag) => {
    if (errors.includes(flag)) return []
    const waiver = waivers.findLast(({ waives }) => waives.kind === 'flag' && waives.flag === flag)
    return waiver === undefined ? [] : [{ flag, reason: waiver.reason }]
  })
}

function findSeat(seats: ReviewInput['seats'], tool: string, { persona, model }: Pick<RecordVerdict, 'persona' | 'model'>) {
  const seat = seats.find((candidate) => candidate.tool === tool && candidate.persona === persona && candidate.model === model)
  if (seat === undefined) throw new Error(`the record holds a verdict of ${persona} (${model}) on ${tool}, and the plan has no such seat`)
  return seat
}
