import { z } from 'zod'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { dateSchema, instantSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { recordContentSchema } from './record.js'
import { handKindSchema } from './review.js'
import { recordIdSchema, verdictIdSchema } from './review-ids.js'
import { reviewedContentSchema } from './reviewed-content.js'

/** Who a sentence on a public page is from: the model to the letter; the model, changed by people; or people alone. */
export const sentenceBySchema = z.enum(['model', 'edited', 'person'])
export type SentenceBy = z.infer<typeof sentenceBySchema>

/** Counts of sentences; `changedPercent` is (edited + person) ÷ total in whole percent, null where there is no sentence. */
export const sentenceCountsSchema = z.strictObject({
  model: z.int().nonnegative(),
  edited: z.int().nonnegative(),
  person: z.int().nonnegative(),
  total: z.int().nonnegative(),
  changedPercent: z.int().min(0).max(100).nullable(),
})
export type SentenceCounts = z.infer<typeof sentenceCountsSchema>

/** One verdict's words, sentence by sentence, as published. Offsets are UTF-16 code units in the field's text, end exclusive. */
export const verdictProvenanceSchema = z.strictObject({
  verdictId: verdictIdSchema,
  /** `quote`, `answer moat`, `evidence 1 shows`, `prediction 1 statement`, `prediction 1 resolution`. */
  fields: listOfAtMost(
    z.array(
      z.strictObject({
        field: textSchema,
        sentences: listOfAtMost(
          z.array(z.strictObject({ start: z.int().nonnegative(), end: z.int().nonnegative(), by: sentenceBySchema })),
          most.seats,
        ),
      }),
    ),
    most.members,
  ),
  quote: sentenceCountsSchema,
  all: sentenceCountsSchema,
})
export type VerdictProvenance = z.infer<typeof verdictProvenanceSchema>

/**
 * A passage that verdicts cite, in its paragraph, as the copy of the source has it that was read. `start` and `end` are those of the evidence: UTF-16
 * code units in the source's text, end exclusive. `…` where the paragraph goes on.
 */
export const citedPassageSchema = z.strictObject({
  source: slugSchema,
  start: z.int().nonnegative(),
  end: z.int().positive(),
  above: textSchema.nullable(),
  before: atMost(z.string(), longest.text),
  passage: textSchema,
  after: atMost(z.string(), longest.text),
})
export type CitedPassage = z.infer<typeof citedPassageSchema>

/** When a published tool's sources were last read, and what was found. Days are of UTC. */
export const toolFreshnessSchema = z.strictObject({
  /** All sources whose text came from their address, and that are still there, were read on that day or later; null where there is none. */
  readOn: dateSchema.nullable(),
  /** Sources whose address no longer answers, or no longer has them, and since when; the text that was read is kept. */
  gone: listOfAtMost(z.array(z.strictObject({ source: slugSchema, since: dateSchema })), most.members),
  /** Sources whose text at their address is another than the one that was reviewed, and what changed, in words. */
  changed: listOfAtMost(
    z.array(z.strictObject({ source: slugSchema, since: dateSchema, changes: listOfAtMost(z.array(atMost(textSchema, 500)), most.parts) })),
    most.members,
  ),
})
export type ToolFreshness = z.infer<typeof toolFreshnessSchema>

/** A tool as one publication of a record has it: what its pages are made of. */
export const publishedToolSchema = z.strictObject({
  tool: reviewedContentSchema.shape.tools.element,
  personas: recordContentSchema.shape.personas,
  /** Direct comparisons with other tools of that record; left out where there are none. */
  headToHead: recordContentSchema.shape.headToHead,
  recordId: recordIdSchema,
  /** Of the record's content, as approved. */
  contentSha256: sha256Schema,
  recordTitle: textSchema,
  /** All tools of that record, in its order. */
  recordTools: listOfAtMost(z.array(slugSchema), most.members),
  publishedAt: instantSchema,
  approval: z.strictObject({
    by: textSchema,
    at: instantSchema,
    /** Whether no one approved what they had a hand in themselves. */
    fourEyes: z.boolean(),
    /** What the approver did in the record besides; left out by publications from before this was looked at. */
    did: listOfAtMost(z.array(handKindSchema), most.parts).optional(),
  }),
  /** How many people's words are in the record's verdicts, over all its tools. */
  editors: z.int().nonnegative(),
  provenance: listOfAtMost(z.array(verdictProvenanceSchema), most.seats),
  /** Each cited passage that was found, once, in its paragraph; left out by publications from before paragraphs were kept. */
  passages: listOfAtMost(z.array(citedPassageSchema), most.seats).optional(),
  /** Where the tool itself is, as the dossier has it; left out where it names neither, and by publications from before. */
  links: z
    .strictObject({ website: atMost(z.string(), longest.text).optional(), repository: atMost(z.string(), longest.text).optional() })
    .optional(),
  /** The tool's logo of now: its file under `/logos/`, and its size in pixels; left out where it has none. */
  logo: z
    .strictObject({ name: z.string().regex(/^[0-9a-f]{64}\.(?:png|webp)$/), width: z.int().positive(), height: z.int().positive() })
    .optional(),
  /** Since when a source that it rests on is known to have changed; left out while none is, or once an editor found that it still holds. */
  staleSince: instantSchema.optional(),
  /** When its sources were last read, and what was found; left out until they were read again. */
  freshness: toolFreshnessSchema.optional(),
})
export type PublishedTool = z.infer<typeof publishedToolSchema>

/** Readers' votes of one kind. `percent` is ships ÷ votes in whole percent, null until there are votes. */
export const tallySchema = z.strictObject({
  ships: z.int().nonnegative(),
  votes: z.int().nonnegative(),
  percent: z.int().min(0).max(100).nullable(),
})
export type Tally = z.infer<typeof tallySchema>

/** The community's votes on a tool: all that count, and among them those a reader confirmed by mail. Never part of the panel's figures. */
export const communitySchema = z.strictObject({ raw: tallySchema, confirmed: tallySchema })
export type Community = z.infer<typeof communitySchema>
