import { z } from 'zod'
import { listOfAtMost, most } from './limits.js'
import { sha256Schema, textSchema } from './primitives.js'
import { recordContentSchema, recordToolSchema } from './record.js'
import { recordVerdictSchema } from './record-verdict.js'
import { verdictIdSchema } from './review-ids.js'

/** Who wrote the words of a verdict in the record: worked out without looking at sentences, so that it is the same everywhere. */
export const writtenBySchema = z.enum(['model', 'model and people', 'people'])

export type WrittenBy = z.infer<typeof writtenBySchema>

/** Which revision is in the record, and what it grew from. Both hashes cover a verdict's content. */
const reviewMarkSchema = z.strictObject({
  verdictId: verdictIdSchema,
  state: z.enum(['drafted', 'edited', 'accepted']),
  revision: z.int().positive(),
  contentSha256: sha256Schema,
  /** Null when the seat was unscored and a person wrote the verdict. */
  modelContentSha256: sha256Schema.nullable(),
  writtenBy: writtenBySchema,
  /** Flags that were waived, each with the reason. */
  waivedFlags: listOfAtMost(z.array(z.strictObject({ flag: textSchema, reason: textSchema })), most.members),
  /** How many sentences a second model questions that are still as drafted; left out where it was not asked. */
  questioned: z.int().nonnegative().optional(),
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
