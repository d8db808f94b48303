import { z } from 'zod'
import { actorSchema } from './actor.js'
import { boundedText } from './bounded-text.js'
import { callSchema } from './call.js'
import { atMost, longest } from './limits.js'
import { instantSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { reasonSchema, recordIdSchema, verdictIdSchema } from './review-ids.js'

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

/** Whose turn a verdict is: a hint that sorts the queue, never a lock. `to` is null when no one's. */
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

/** What someone did that is in a record: wrote or chose words, accepted a verdict, waived something. */
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
