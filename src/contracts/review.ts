import { z } from 'zod'
import { boundedText } from './bounded-text.js'
import { atMost, listOfAtMost, longest, most, recordOfAtMost } from './limits.js'
import { instantSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { recordContentSchema, recordToolSchema, recordVerdictSchema } from './record.js'
import { type Role, roleSchema } from './role.js'
import { callSchema, replyLimits, replySchema } from './verdict.js'

export { boundedText, looseText } from './bounded-text.js'
export { type Role, roleSchema } from './role.js'

/** A person who acts; an API token acts as the person it belongs to. */
export const actorSchema = z.strictObject({ userId: textSchema, name: textSchema, role: roleSchema })
export type Actor = z.infer<typeof actorSchema>

/** What a state machine asks of whoever acts. `system` is the program itself, such as a worker that met a changed source. */
export type Acting = { userId: string; role: Role | 'system' }

/** Why somebody did something, for those who come after. */
export const reasonSchema = boundedText(2000)

/** What of a verdict people may change, as stored: the same parts that a juror replies with. */
export const verdictContentSchema = replySchema
export type VerdictContent = z.infer<typeof verdictContentSchema>

/** The same as people send it, with a limit on each part. A juror's own words may be longer; an edit of them may not. */
export const verdictContentInputSchema = z.strictObject({
  evidence: z
    .array(z.strictObject({ source: boundedText(80), quote: boundedText(4000), shows: boundedText(2000) }))
    .max(50, 'keep at most 50 pieces of evidence'),
  answers: z.array(z.strictObject({ ask: boundedText(80), answer: boundedText(4000) })).max(50, 'keep at most 50 answers'),
  predictions: z
    .array(
      replySchema.shape.predictions.element.extend({
        statement: boundedText(2000),
        resolution: boundedText(2000),
      }),
    )
    .max(replyLimits.predictions, `keep at most ${replyLimits.predictions} predictions`),
  quote: boundedText(10_000),
  call: callSchema,
})

/** A verdict is named by its seat. */
export const verdictIdSchema = atMost(z.string().regex(/^seat_[0-9a-z]+$/, 'name a seat, e.g. seat_1f00'), longest.id)
export const recordIdSchema = atMost(z.string().regex(/^rec_[0-9a-z]+$/, 'name a record, e.g. rec_1f00'), longest.id)
/** A person as requests name one. */
export const userIdSchema = z.string().regex(/^[a-z]{1,16}_[0-9A-Za-z]{1,80}$/, 'name a person by the id, e.g. usr_1f00')

/** Who wrote a revision: the juror, by its model and the key of the call; or a person. */
export const authorSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('model'), model: textSchema, callKey: sha256Schema.nullable() }),
  z.strictObject({ kind: z.literal('person'), ...actorSchema.shape }),
])

/**
 * `model` and `hand-written` begin a history; `edit`, `merge` and `restore` may change the content; `accept` and `return`
 * repeat their parent's.
 */
export const revisionKindSchema = z.enum(['model', 'hand-written', 'edit', 'merge', 'restore', 'accept', 'return'])

/** One step of a verdict's life. Revisions are only ever added: what the model wrote stays for ever. */
export const revisionSchema = z
  .strictObject({
    id: atMost(z.string().regex(/^rev_[0-9a-z]+$/), longest.id),
    verdictId: verdictIdSchema,
    /** From 1, without a gap. */
    number: z.int().positive(),
    /** The number this one followed; null for the first. */
    parent: z.int().positive().nullable(),
    /** For a `restore`, the number whose content came back; otherwise null. */
    restores: z.int().positive().nullable(),
    kind: revisionKindSchema,
    author: authorSchema,
    at: instantSchema,
    reason: textSchema.nullable(),
    content: verdictContentSchema,
    /** SHA-256 of the content's canonical JSON. */
    contentSha256: sha256Schema,
  })
  .refine(({ kind, author }) => (kind === 'model') === (author.kind === 'model'), 'a model writes the draft, people all else')
  .refine(({ number, parent }) => (number === 1) === (parent === null), 'the first revision alone has no parent')
  .refine(({ kind, restores }) => (kind === 'restore') === (restores !== null), 'a restore names the revision it brings back')
  .refine(({ kind, number }) => (kind === 'model' || kind === 'hand-written') === (number === 1), 'a history begins once')
export type Revision = z.infer<typeof revisionSchema>

/** A remark on a verdict. While it is open the record cannot be approved. */
export const commentSchema = z.strictObject({
  id: atMost(z.string().regex(/^cmt_[0-9a-z]+$/), longest.id),
  verdictId: verdictIdSchema,
  author: actorSchema,
  at: instantSchema,
  text: boundedText(4000),
  /** The revision it was written on; null on a seat without a verdict. */
  revision: z.int().positive().nullable(),
  resolved: z.strictObject({ by: actorSchema, at: instantSchema }).nullable(),
})
export type Comment = z.infer<typeof commentSchema>

/** Whose turn a verdict is: a hint that sorts the queue, never a lock. `to` is null when nobody's. */
export const assignmentSchema = z.strictObject({
  verdictId: verdictIdSchema,
  to: z.strictObject({ userId: textSchema, name: textSchema }).nullable(),
  by: actorSchema,
  at: instantSchema,
  note: reasonSchema.nullable(),
})
export type Assignment = z.infer<typeof assignmentSchema>

/** The call a reviewer made before seeing the draft: one for each reviewer and verdict, never changed. */
export const blindCallSchema = z.strictObject({
  verdictId: verdictIdSchema,
  persona: slugSchema,
  reviewer: actorSchema,
  call: callSchema,
  at: instantSchema,
})
export type BlindCall = z.infer<typeof blindCallSchema>

/** Leave to approve in spite of a seat without a verdict, or of a flag (by its exact words), with a reason that stays. */
export const waiverSchema = z.strictObject({
  verdictId: verdictIdSchema,
  waives: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unscored-seat') }),
    z.strictObject({ kind: z.literal('flag'), flag: textSchema }),
  ]),
  by: actorSchema,
  at: instantSchema,
  reason: reasonSchema,
})
export type Waiver = z.infer<typeof waiverSchema>

/** What somebody did that stands in a record: wrote or chose words, accepted a verdict, waived something. */
export const handKindSchema = z.enum(['wrote', 'accepted', 'waived'])
export type HandKind = z.infer<typeof handKindSchema>

const decisionFields = { recordId: recordIdSchema, by: actorSchema, at: instantSchema }

/** What a person, or an edit, decided about a record. */
export const recordDecisionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('approve'), ...decisionFields, contentSha256: sha256Schema, fourEyes: z.boolean() }),
  z.strictObject({ kind: z.literal('void'), ...decisionFields, contentSha256: sha256Schema, reason: reasonSchema }),
  z.strictObject({ kind: z.literal('publish'), ...decisionFields, contentSha256: sha256Schema }),
  z.strictObject({ kind: z.literal('retract'), ...decisionFields, contentSha256: sha256Schema, publicReason: reasonSchema }),
  z.strictObject({ kind: z.literal('reopen'), ...decisionFields, reason: reasonSchema }),
])
export type RecordDecision = z.infer<typeof recordDecisionSchema>

/** Who wrote the words of a verdict in the record: told without looking at sentences, so that it is the same everywhere. */
export const writtenBySchema = z.enum(['model', 'model and people', 'people'])
export type WrittenBy = z.infer<typeof writtenBySchema>

/** Which revision stands in the record, and what it grew from. Both hashes cover a verdict's content. */
const reviewMarkSchema = z.strictObject({
  verdictId: verdictIdSchema,
  state: z.enum(['drafted', 'edited', 'accepted']),
  revision: z.int().positive(),
  contentSha256: sha256Schema,
  /** Null when the seat was unscored and a person wrote the verdict. */
  modelContentSha256: sha256Schema.nullable(),
  writtenBy: writtenBySchema,
  /** Flags that stand, each with the reason why it may. */
  waivedFlags: listOfAtMost(z.array(z.strictObject({ flag: textSchema, reason: textSchema })), most.members),
})
export type ReviewMark = z.infer<typeof reviewMarkSchema>

const unscoredMarkSchema = z.strictObject({ verdictId: verdictIdSchema, waiver: textSchema.nullable() })

const [draftedVerdictSchema, unscoredVerdictSchema] = recordVerdictSchema.options
export const reviewedVerdictSchema = z.discriminatedUnion('status', [
  draftedVerdictSchema.extend({ review: reviewMarkSchema }),
  unscoredVerdictSchema.extend({ review: unscoredMarkSchema }),
])
export type ReviewedVerdict = z.infer<typeof reviewedVerdictSchema>

/** A record's content with what people made of it: the bytes an approval is bound to. */
export const reviewedContentSchema = recordContentSchema.extend({
  tools: listOfAtMost(
    z.array(recordToolSchema.extend({ verdicts: listOfAtMost(z.array(reviewedVerdictSchema), most.seats) })).min(1),
    most.members,
  ),
})
export type ReviewedContent = z.infer<typeof reviewedContentSchema>

/** What an audit entry is about. `recordId` puts it into that record's own log as well. */
const auditSubjectSchema = z.strictObject({
  kind: z.enum(['record', 'verdict', 'comment', 'panel', 'tool', 'user', 'token', 'setting', 'digest', 'burst']),
  id: textSchema,
  recordId: recordIdSchema.nullable(),
})

/** Who did it: a person, or a part of the program by its name. */
export const auditActorSchema = z.union([actorSchema, z.strictObject({ system: textSchema })])

/**
 * One row of the append-only audit log. `hash` is the SHA-256 of the canonical JSON of all other fields, and `previousHash` that of
 * the row before; `previousHashOfRecord` does the same among the rows of one record, so that its log can be checked by itself.
 */
export const auditEntrySchema = z.strictObject({
  /** From 1, without a gap. */
  seq: z.int().positive(),
  at: instantSchema,
  actor: auditActorSchema,
  action: textSchema,
  subject: auditSubjectSchema,
  data: recordOfAtMost(z.record(atMost(z.string(), longest.id), z.json()), most.parts),
  previousHash: sha256Schema,
  previousHashOfRecord: sha256Schema.nullable(),
  hash: sha256Schema,
})
export type AuditEntry = z.infer<typeof auditEntrySchema>
