import type { Actor } from '../contracts/actor.js'
import type { HandKind, RecordDecision } from '../contracts/review.js'
import type { DecideInput, IfCurrent, MarkStaleInput, OnRecord, ReasonedInput, RetractInput } from './action-inputs.js'
import { changeRecord, type Outcome, outdated, type ReviewDependencies, recordEntry, voiding, without } from './change-record.js'
import { parseInput } from './inputs.js'
import { permitRecord } from './permit-record.js'
import type { Done, DoneOrUnchanged, NotDone, Refused } from './refusals.js'
import { type ReviewCase, recordFactsOf } from './review-case.js'
import { recordContext } from './rules/contexts.js'
import { handOf } from './rules/four-eyes.js'
import type { decideRecord, RecordAction } from './rules/record-state-machine.js'
import type { ReviewWrites } from './store/review-writes.js'
import type { StaleMark } from './store/schema.js'
import { viewRecord } from './view-record.js'
import type { RecordStatus, RecordView, Standing } from './views.js'

export type RecordDecided = { status: 'done'; decision: RecordDecision; record: RecordStatus; standing: Standing }

type Decisive = Exclude<RecordAction, 'change' | 'mark-stale' | 'clear-stale'>
type Request = { action: Decisive; actor: Actor; at: string; seenSha256: string | null; reason: string | null }
type Allowed = Extract<ReturnType<typeof decideRecord>, { status: 'allowed' }>

type RecordDecisions = {
  approve: (input: DecideInput) => Promise<RecordDecided | NotDone>
  voidApproval: (input: ReasonedInput) => Promise<RecordDecided | NotDone>
  publish: (input: DecideInput) => Promise<RecordDecided | NotDone>
  retract: (input: RetractInput) => Promise<RecordDecided | NotDone>
  reopen: (input: ReasonedInput) => Promise<RecordDecided | NotDone>
  markStale: (input: MarkStaleInput) => Promise<DoneOrUnchanged<{ record: RecordStatus; voided: boolean }>>
  clearStale: (input: ReasonedInput) => Promise<Done<{ record: RecordStatus }>>
}

/** What people decide about a record as a whole. */
export function createRecordDecisions(deps: ReviewDependencies): RecordDecisions {
  const at = () => deps.runtime.now().toISOString()
  const run = (input: Target, request: Pick<Request, 'action' | 'seenSha256' | 'reason'>) =>
    whileCurrent(deps, input, (review) => decide(review, { ...request, actor: input.actor, at: at() }))
  const reasoned = async (input: Target, action: Decisive, reason: string) => {
    const parsed = parseInput({ reason })
    return parsed.status === 'invalid' ? parsed : run(input, { action, seenSha256: null, reason: parsed.value.reason })
  }
  return {
    approve: (input) => run(input, { action: 'approve', seenSha256: input.seenSha256, reason: null }),
    publish: (input) => run(input, { action: 'publish', seenSha256: input.seenSha256, reason: null }),
    voidApproval: (input) => reasoned(input, 'void', input.reason),
    reopen: (input) => reasoned(input, 'reopen', input.reason),
    retract: async (input) => {
      const result = await reasoned(input, 'retract', input.publicReason)
      if (result.status !== 'invalid') return result
      return { ...result, problems: result.problems.map((problem) => ({ ...problem, path: 'publicReason' })) }
    },
    markStale: async ({ recordId, by, reason }) => {
      const parsed = parseInput({ reason })
      if (parsed.status === 'invalid') return parsed
      return changeRecord(deps, { recordId, userId: '' }, (review) => markStale(review, { by, reason, at: at() }))
    },
    clearStale: async (input) => {
      const parsed = parseInput({ reason: input.reason })
      if (parsed.status === 'invalid') return parsed
      const said = parsed.value.reason
      return whileCurrent(deps, input, (review) => clearStale(review, { actor: input.actor, at: at(), reason: said }))
    },
  }
}

type Target = OnRecord & IfCurrent<RecordView>

/** Takes a decision about a record, if it is still as its writer read it. */
function whileCurrent<T>(deps: ReviewDependencies, { actor, recordId, isCurrent }: Target, decide: (review: ReviewCase) => Outcome<T>) {
  return changeRecord(
    deps,
    { recordId, userId: actor.userId },
    (review): Outcome<T | Refused> =>
      isCurrent === undefined || isCurrent(viewRecord(review, actor)) ? decide(review) : without(outdated),
  )
}

function decide(review: ReviewCase, request: Request): Outcome<RecordDecided | NotDone> {
  const { action, actor, at } = request
  const allowed = permitRecord(review, request)
  if (allowed.status === 'refused') return without(allowed)
  const decision = decisionOf(review, request)
  const { kind: _kind, recordId: _record, by: _by, at: _at, ...data } = decision
  const entry = recordEntry({ review, actor, at }, { action: `record.${action}`, data: { ...data, ...keptIn(review, action) }, decision })
  const voided =
    allowed.voidsApproval && action !== 'void' ? voiding({ review, actor, at }, `the record was taken back: ${request.reason}`).log : []
  return {
    result: { status: 'done', decision, record: allowed.next, standing: allowed.standing },
    writes: { recordStatus: allowed.next, review: marksOf(review, { request, allowed, decision }), log: [...voided, entry] },
  }
}

/** How many particulars that sources lack are in what is approved, for the log; nothing where there is none. */
function keptIn(review: ReviewCase, action: RecordAction): { particulars?: { noSource: number; anotherPassage: number } } {
  if (action !== 'approve') return {}
  const verdicts = review.reviewed().content.tools.flatMap((tool) => tool.verdicts)
  const marks = verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? (verdict.particulars ?? []) : []))
  const noSource = marks.filter(({ missingIn }) => missingIn === 'no source').length
  return marks.length === 0 ? {} : { particulars: { noSource, anotherPassage: marks.length - noSource } }
}

function decisionOf(review: ReviewCase, { action, actor: by, at, reason }: Request): RecordDecision {
  const { contentSha256 } = review.reviewed()
  const said = reason ?? ''
  const fields = { recordId: review.stored.record.id, by, at }
  const { approval, publication } = review.stored.review
  switch (action) {
    case 'approve':
      return { kind: 'approve', ...fields, contentSha256, fourEyes: did(review, by).length === 0 }
    case 'publish':
      return { kind: 'publish', ...fields, contentSha256 }
    case 'void':
      return { kind: 'void', ...fields, contentSha256: approval?.contentSha256 ?? contentSha256, reason: said }
    case 'retract':
      return { kind: 'retract', ...fields, contentSha256: publication?.contentSha256 ?? contentSha256, publicReason: said }
    case 'reopen':
      return { kind: 'reopen', ...fields, reason: said }
  }
}

/** What they did that is in the record: with anything at all it is not four eyes, even where the setting lets them. */
function did(review: ReviewCase, { userId }: Actor): readonly HandKind[] {
  return handOf(recordContext(recordFactsOf(review), { seenSha256: null, reason: null }).hands, userId)
}

type Marks = { request: Request; allowed: Allowed; decision: RecordDecision }

function marksOf(review: ReviewCase, { request, allowed, decision }: Marks): NonNullable<ReviewWrites['review']> {
  const { actor: by, at } = request
  const { standing } = allowed
  const { content, contentSha256 } = review.reviewed()
  switch (decision.kind) {
    case 'approve':
      return { standing, approval: { contentSha256, by, at, fourEyes: decision.fourEyes } }
    case 'publish': {
      const { approval } = review.stored.review
      const isApart = approval?.fourEyes === true && did(review, approval.by).length === 0
      const fourEyes = isApart && !did(review, by).includes('wrote')
      return { standing, publication: { content, contentSha256, at, by, fourEyes }, publishedAt: new Date(at), retraction: null }
    }
    case 'retract':
      return { standing, approval: null, retraction: { at, publicReason: decision.publicReason } }
    default:
      return { standing, approval: null }
  }
}

type Staleness = DoneOrUnchanged<{ record: RecordStatus; voided: boolean }>

type Mark = { by: string; reason: string; at: string; tools?: readonly string[]; bySource?: Record<string, string> }

/** Marks a record whose source changed: that of these tools, or of any where none is named. */
export function markStale(review: ReviewCase, { by, reason, at, tools, bySource }: Mark): Outcome<Staleness> {
  const known = review.stored.review.stale
  if (known?.reason === reason) return without({ status: 'unchanged' })
  const allowed = permitRecord(review, { action: 'mark-stale', actor: { userId: '', role: 'system' }, seenSha256: null, reason })
  if (allowed.status === 'refused') return without(allowed)
  const subject = { review, actor: { system: by }, at }
  const voided = allowed.voidsApproval ? voiding(subject, reason) : null
  return {
    result: { status: 'done', record: allowed.next, voided: allowed.voidsApproval },
    writes: {
      recordStatus: allowed.next,
      review: {
        ...voided?.review,
        stale: {
          since: known?.since ?? at,
          reason,
          ...(bySource === undefined ? toolsOf(known, tools) : { bySource, tools: Object.keys(bySource).sort() }),
        },
      },
      log: [recordEntry(subject, { action: 'record.mark-stale', data: { reason } }), ...(voided?.log ?? [])],
    },
  }
}

/** Those that are marked already, and these; a mark of any tool stays one. */
function toolsOf(known: StaleMark | null, tools: readonly string[] | undefined): Pick<StaleMark, 'tools'> {
  if (tools === undefined || (known !== null && known.tools === undefined)) return {}
  return { tools: [...new Set([...(known?.tools ?? []), ...tools])].sort() }
}

/** Clears the mark: an editor says that the record still holds, or its sources say again what they said. */
export function clearStale(
  review: ReviewCase,
  { actor, at, reason }: { actor: Actor | { system: string }; at: string; reason: string | null },
): Outcome<{ status: 'done'; record: RecordStatus } | NotDone> {
  const acting = 'system' in actor ? { userId: '', role: 'system' as const } : actor
  const allowed = permitRecord(review, { action: 'clear-stale', actor: acting, seenSha256: null, reason })
  if (allowed.status === 'refused') return without(allowed)
  return {
    result: { status: 'done', record: allowed.next },
    writes: { review: { stale: null }, log: [recordEntry({ review, actor, at }, { action: 'record.clear-stale', data: { reason } })] },
  }
}
