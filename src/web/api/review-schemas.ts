import { z } from 'zod'
import { actorSchema } from '../../contracts/actor.js'
import { callSchema, seatCallSchema, unscoredKindSchema } from '../../contracts/call.js'
import { particularSchema } from '../../contracts/particular.js'
import { instantSchema, modelIdSchema, sha256Schema, slugSchema } from '../../contracts/primitives.js'
import { jurySchema } from '../../contracts/record-verdict.js'
import {
  assignmentSchema,
  blindCallSchema,
  commentSchema,
  handKindSchema,
  recordDecisionSchema,
  waiverSchema,
} from '../../contracts/review.js'
import { reviewedContentSchema, writtenBySchema } from '../../contracts/reviewed-content.js'
import { revisionSchema } from '../../contracts/revision.js'
import { noOpinionKindSchema, supportSchema } from '../../contracts/second-opinion.js'
import { evidenceSchema } from '../../contracts/verdict.js'
import { juryCall } from '../../panels/record/build-verdict.js'
import type { ReviewActions } from '../../review/create-review-actions.js'
import { checklistKinds } from '../../review/rules/checklist.js'
import { questionsOf } from '../../review/rules/questions.js'
import { recordActions } from '../../review/rules/record-state-machine.js'
import { verdictStates } from '../../review/rules/verdict-state-machine.js'
import type { VerdictView } from '../../review/views.js'
import { listed, said } from './answer-schemas.js'
import { orNull } from './schemas.js'

/** What the API says of records and verdicts under review: the answers of the review's actions. */

const named = z.strictObject({ slug: slugSchema, name: said })
const person = z.strictObject({ userId: said, name: said })
export const recordStatus = z.enum(['in_review', 'approved', 'published', 'retracted'])
const standing = z.enum(['none', 'published', 'retracted'])
const verdictState = z.enum(verdictStates)

export const revision = revisionSchema.meta({ id: 'Revision', description: 'One step of a verdict’s life.' })
export const comment = commentSchema.meta({ id: 'Comment' })
export const assignment = assignmentSchema.meta({ id: 'Assignment' })
export const blindCall = blindCallSchema.meta({ id: 'BlindCall' })
export const waiver = waiverSchema.meta({ id: 'Waiver' })
export const recordDecision = recordDecisionSchema.meta({ id: 'Decision', description: 'What was decided about a record.' })
const reviewedContent = reviewedContentSchema.meta({ id: 'ReviewedContent', description: 'A record as it is or will be public.' })

const checklistItem = z
  .strictObject({
    kind: z.enum(checklistKinds),
    verdictId: said,
    tool: said,
    persona: said,
    part: said,
    what: said,
    fix: said,
  })
  .meta({ id: 'ChecklistItem' })
const checklist = z
  .strictObject({
    blocking: listed(checklistItem),
    waived: listed(z.strictObject({ ...checklistItem.shape, reason: said })),
  })
  .meta({ id: 'Checklist', description: 'What stands in the way of an approval.' })

const permission = z
  .discriminatedUnion('allowed', [
    z.strictObject({ allowed: z.literal(true) }),
    z.strictObject({ allowed: z.literal(false), why: said, fix: said }),
  ])
  .meta({ id: 'Permission', description: 'Whether you may do it now, and if not, why.' })

const particular = particularSchema.meta({ id: 'Particular', description: 'A particular of a verdict that its sources lack: a warning.' })
const contentCheck = z
  .strictObject({
    evidence: listed(evidenceSchema),
    faults: listed(said).describe('What makes it unusable.'),
    flags: listed(said).describe('What is off, and may stay if an editor says why.'),
    particulars: listed(particular).describe(
      'What of it no source has, or not the passage cited, each with its place and what the nearest source says.',
    ),
    checks: z.int().describe('The version of the checks that found all this.'),
    quoteWords: z.strictObject({ count: z.int(), max: z.int() }),
  })
  .meta({ id: 'ContentCheck', description: 'A verdict held against its sources and its persona.' })

const supportQuestion = z
  .strictObject({
    model: modelIdSchema,
    part: said.describe('`quote`, `answer <ask>`, or `evidence <n>` for what that passage is said to show.'),
    start: z.int().describe('Of the sentence in that text as it is now, in UTF-16 code units.'),
    end: z.int(),
    sentence: said,
    evidence: z.int().describe('The number of the passage now.'),
    passage: said,
    support: supportSchema.exclude(['supported']),
    reason: said,
  })
  .meta({
    id: 'SupportQuestion',
    description: 'A second model doubts that a passage carries the sentence that cites it. It is no verdict.',
  })

const jury = jurySchema
  .extend({
    call: seatCallSchema.nullable().describe('What its jurors come to by themselves, whatever people made of it; null without a quorum.'),
  })
  .meta({ id: 'Jury', description: 'The jurors of a seat. Its call is the majority’s; as many ships as skips are `split`.' })

export const verdict = z
  .strictObject({
    verdictId: said,
    recordId: said,
    tool: named,
    dossierSha256: sha256Schema.describe('The dossier it was judged by: /dossiers/{sha256}.'),
    persona: z.strictObject({ id: slugSchema, version: z.int(), seat: said, question: said, sha256: sha256Schema }),
    model: modelIdSchema.describe('The juror whose draft it began with.'),
    state: verdictState,
    isHidden: z.boolean().describe('Blind-first: make a call of your own, then read it.'),
    revision: orNull(revision).describe('The current revision; null on a seat without a verdict, or while it is hidden.'),
    check: orNull(contentCheck),
    unscored: z.strictObject({ kind: unscoredKindSchema, reason: said }).nullable(),
    jury: jury
      .optional()
      .describe(
        'Of a seat with several drafts: what each juror called, and its drafts beside the one that is edited. Left out while it is hidden.',
      ),
    secondOpinion: z
      .strictObject({
        model: modelIdSchema,
        missing: noOpinionKindSchema.nullable().describe('Why some or all pairs have no opinion; null where each has one.'),
        questions: listed(supportQuestion),
      })
      .meta({ id: 'SecondOpinion' })
      .optional()
      .describe('What a second model asks about the current revision; left out where none was asked, and while the draft is hidden.'),
    steering: z
      .strictObject({
        passages: z.int().describe('How many passages of the sources that want to steer the draft was made without.'),
        callWith: callSchema.nullable().describe('The call of a second draft that saw them; null where there is none.'),
        callWithout: callSchema.describe('The call of the draft, made without them.'),
        flipped: z.boolean().nullable().describe('Whether the calls differ: then a flag says so, to be waived with a reason.'),
        missing: unscoredKindSchema.nullable().describe('Why there is no second draft; null where there is one.'),
      })
      .meta({ id: 'SteeringTest' })
      .optional()
      .describe('Left out where no source has text that wants to steer, and while the draft is hidden.'),
  })
  .meta({ id: 'Verdict', description: 'The current verdict of a seat.' })

/** What the API shows of a verdict: what its ETag covers. Remarks, waivers and the assignment are counted apart, or each would make an edit stale. */
export function verdictBody(view: VerdictView): z.input<typeof verdict> {
  const { verdictId, recordId, tool, dossier, model, state, isHidden, current, check, unscored } = view
  const { id, version, seat, question, sha256 } = view.persona
  return {
    verdictId,
    recordId,
    tool,
    dossierSha256: dossier.sha256,
    persona: { id, version, seat, question, sha256 },
    model,
    state,
    isHidden,
    revision: current,
    check: check === null ? null : checkBody(check),
    unscored,
    ...juryBody(view),
    ...secondOpinionBody(view),
    ...steeringBody(view),
  }
}

function juryBody({ verdict: drafted }: VerdictView): Pick<z.input<typeof verdict>, 'jury'> {
  if (drafted?.jury === undefined) return {}
  return { jury: { ...drafted.jury, call: juryCall(drafted) ?? null } }
}

function secondOpinionBody(view: VerdictView): Pick<z.input<typeof verdict>, 'secondOpinion'> {
  if (view.verdict?.status !== 'drafted' || view.verdict.opinion === undefined) return {}
  const { model, missing } = view.verdict.opinion
  return { secondOpinion: { model, missing, questions: questionsOf(view) } }
}

function steeringBody({ verdict: drafted }: VerdictView): Pick<z.input<typeof verdict>, 'steering'> {
  if (drafted?.status !== 'drafted' || drafted.steering === undefined) return {}
  const { passages, callWith, callWithout, flipped, missing } = drafted.steering
  return { steering: { passages, callWith, callWithout, flipped, missing } }
}

function checkBody({ errors, flags, particulars, ...rest }: NonNullable<VerdictView['check']>): z.input<typeof contentCheck> {
  return { ...rest, faults: [...errors], flags: [...flags], particulars: [...particulars] }
}

export const written = z
  .strictObject({
    outcome: z.enum(['done', 'unchanged']).describe('`unchanged`: it said so already, and nothing was written.'),
    recordStatus,
    approvalVoided: z.boolean().describe('There was an approval, and it is void now.'),
    verdict,
  })
  .meta({ id: 'VerdictWritten', description: 'What a write to a verdict came to. The ETag is that of the verdict.' })

const verdictSummary = z.strictObject({
  verdictId: said,
  tool: named,
  persona: z.strictObject({ id: slugSchema, seat: said, question: said }),
  model: modelIdSchema,
  state: verdictState,
  isHidden: z
    .boolean()
    .describe('Blind-first: make a call of your own, then read it. Until then it looks alike, whatever others did to it.'),
  revision: z.int().nullable().describe('Null on a seat without a verdict, and while it is hidden.'),
  call: seatCallSchema.nullable(),
  writtenBy: writtenBySchema.nullable(),
  unscoredReason: said.nullable(),
  assignedTo: person.nullable(),
  openComments: z.int(),
  blocking: listed(checklistItem),
})

const agreement = z.strictObject({
  equal: z.int(),
  total: z.int(),
  percent: z.int().nullable(),
  kappa: z.number().nullable(),
})

export const publishedRecord = z
  .strictObject({
    recordId: said,
    panelId: said,
    standing: standing.exclude(['none']),
    content: reviewedContent,
    contentSha256: sha256Schema,
    publishedAt: instantSchema,
    publishedBy: actorSchema,
    fourEyes: z.boolean(),
    isStale: z.boolean(),
    retraction: z.strictObject({ at: instantSchema, publicReason: said }).nullable(),
  })
  .meta({ id: 'PublishedRecord', description: 'What the site shows of a record.' })

export const recordView = z
  .strictObject({
    recordId: said,
    panelId: said,
    version: z.int().describe('Counts what happened to it.'),
    title: said,
    recordStatus,
    standing,
    stale: z
      .strictObject({ since: instantSchema, reason: said, tools: listed(slugSchema).optional() })
      .nullable()
      .describe('Since when a source is known to have changed; `tools`: those whose sources they are, or any of the record’s.'),
    createdAt: instantSchema,
    isDrafting: z.boolean(),
    settings: z.strictObject({ fourEyes: z.boolean(), blindFirst: z.boolean() }),
    content: orNull(reviewedContent).describe('As it will look in public; null while something of it is hidden from you.'),
    contentSha256: sha256Schema.nullable(),
    checklist: orNull(checklist),
    verdicts: listed(verdictSummary),
    waivers: listed(waiver),
    approval: z.strictObject({ contentSha256: sha256Schema, by: actorSchema, at: instantSchema, fourEyes: z.boolean() }).nullable(),
    editedBy: listed(said).describe('User ids of those whose words are in it.'),
    hands: listed(z.strictObject({ userId: said, name: said, did: listed(handKindSchema) })).describe(
      'Who wrote, accepted or waived something that is in it: with four eyes, none of them approves it.',
    ),
    agreement: z.strictObject({
      all: agreement,
      personas: listed(z.strictObject({ persona: slugSchema, agreement })),
      withoutModelCall: z.int(),
    }),
    may: z.record(z.enum(recordActions), permission),
  })
  .meta({ id: 'Record', description: 'A record under review.' })

type View = Extract<Awaited<ReturnType<ReviewActions['record']>>, { status: 'done' }>

/** What the API shows of a record: without what has an address of its own. */
export function recordBody(view: View): z.input<typeof recordView> {
  const { status: _status, modelRecord: _model, comments: _comments, decisions: _decisions, published: _published, ...shown } = view
  return shown
}

export const recordDecided = z
  .strictObject({ decision: recordDecision, record: recordView })
  .meta({ id: 'RecordDecided', description: 'What was decided, and the record after it. The ETag is that of the record.' })

export const recordSummary = z
  .strictObject({
    id: said,
    panelId: said,
    title: said,
    tools: listed(named),
    models: listed(modelIdSchema),
    status: recordStatus,
    standing,
    isStale: z.boolean(),
    createdAt: instantSchema,
    archivedAt: instantSchema.nullable(),
    seats: z.int(),
    accepted: z.int(),
    waiting: z.int(),
    unscored: z.int(),
    drafting: z.int(),
    openComments: z.int(),
  })
  .meta({ id: 'RecordSummary' })

export const queueItem = z
  .strictObject({
    recordId: said,
    recordTitle: said,
    recordModels: listed(modelIdSchema),
    recordCreatedAt: instantSchema,
    recordStatus,
    verdictId: said,
    tool: named,
    persona: z.strictObject({ id: slugSchema, seat: said }),
    model: modelIdSchema,
    work: z.enum(['call blind', 'review', 'returned', 'unscored', 'comment']),
    state: verdictState,
    revision: z.int().nullable(),
    call: seatCallSchema.nullable(),
    unscoredReason: said.nullable(),
    assignedTo: person.nullable(),
    openComments: z.int(),
    since: instantSchema,
  })
  .meta({ id: 'QueueItem' })

export const logHead = z.strictObject({ entries: z.int().nonnegative(), hash: sha256Schema })
export const chainCheck = z
  .discriminatedUnion('status', [
    z.strictObject({ status: z.literal('ok'), head: logHead }),
    z.strictObject({ status: z.literal('broken'), seq: z.int(), why: said }),
  ])
  .meta({ id: 'ChainCheck', description: 'Whether the log is whole; `seq` is the first entry that does not fit.' })
