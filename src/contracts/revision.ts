import { z } from 'zod'
import { actorSchema } from './actor.js'
import { boundedText } from './bounded-text.js'
import { seatCallSchema } from './call.js'
import { atMost, longest } from './limits.js'
import { instantSchema, sha256Schema, textSchema } from './primitives.js'
import { verdictIdSchema } from './review-ids.js'
import { predictionSchema, quotedEvidenceSchema, replyLimits, verdictContentSchema } from './verdict.js'

export type { VerdictContent } from './verdict.js'

/** The same as people send it, with a limit on each part. A juror's own words may be longer; an edit of them may not. */
export const verdictContentInputSchema = z.strictObject({
  evidence: z
    .array(
      z.strictObject({
        source: boundedText(80),
        quote: boundedText(4000),
        shows: boundedText(2000),
        // What was read may be sent back as it was.
        units: quotedEvidenceSchema.shape.units,
        written: boundedText(4000).optional(),
      }),
    )
    .max(50, 'keep at most 50 pieces of evidence'),
  answers: z.array(z.strictObject({ ask: boundedText(80), answer: boundedText(4000) })).max(50, 'keep at most 50 answers'),
  predictions: z
    .array(
      predictionSchema.extend({
        statement: boundedText(2000),
        resolution: boundedText(2000),
      }),
    )
    .max(replyLimits.predictions, `keep at most ${replyLimits.predictions} predictions`),
  quote: boundedText(10_000),
  call: seatCallSchema,
})

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
