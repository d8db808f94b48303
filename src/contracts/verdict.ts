import { z } from 'zod'
import { callSchema, seatCallSchema, unscoredKindSchema } from './call.js'
import { tieSchema } from './conflict.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { usageSchema } from './model-call.js'
import { particularsFields } from './particular.js'
import { dateSchema, modelIdSchema, originSchema, sha256Schema, textSchema } from './primitives.js'
import { blindTestFields, steeringTestFields } from './second-draft.js'
import { opinionFields } from './second-opinion.js'

const answerSchema = z.strictObject({
  ask: textSchema.describe('The id of the ask, as given.'),
  answer: textSchema.describe('The answer; for an ask with choices, one of them to the letter.'),
})

/** A citation by number: which units of a source a passage is, the first and the last. */
const unitNumberSchema = z.int().min(1).max(most.seats)
const citationSchema = z.strictObject({ from: unitNumberSchema, to: unitNumberSchema })

const replyEvidenceSchema = z.strictObject({
  source: textSchema.describe('The id of the source cited.'),
  from: unitNumberSchema.describe('The number of the sentence cited, or of the first of several in a row.'),
  to: unitNumberSchema.describe('The number of the last sentence cited; of one sentence, the same number.'),
  shows: textSchema.describe('What the passage shows, in one sentence.'),
})

const evidenceInWordsSchema = z.strictObject({
  source: textSchema.describe('The id of the source quoted.'),
  quote: textSchema.describe('A passage copied verbatim from that source.'),
  shows: textSchema.describe('What the passage shows, in one sentence.'),
})

/** Evidence as it is stored and edited: a passage in words. */
export const quotedEvidenceSchema = evidenceInWordsSchema.extend({
  /** The numbers that the passage was cited by: its first and last unit in the source. They count while the quote is what they cut. */
  units: citationSchema.optional(),
  /** What a person wrote, where the source's own words took its place. */
  written: textSchema.optional(),
})

/** A prediction that can be resolved: without a deadline, a probability and a way to tell it is refused. */
export const predictionSchema = z.strictObject({
  statement: textSchema.describe('What will have happened, so that a stranger could check it.'),
  deadline: dateSchema.describe('The last day on which it can come true, YYYY-MM-DD.'),
  probability: z
    .number()
    .gt(0, 'use a probability above 0 and below 1')
    .lt(1, 'use a probability above 0 and below 1')
    .describe('How likely it is, above 0 and below 1.'),
  resolution: textSchema.describe('How to tell, on that day, whether it came true: where one looks and what one must see.'),
})
export type Prediction = z.infer<typeof predictionSchema>

/**
 * How many items a reply may hold; a local model's grammar keeps it from going on for ever. No persona has near as many asks. Drafts and
 * revisions of before these limits may hold more, and are read all the same: the limits are in the reply's JSON Schema and in its checks.
 */
export const replyLimits = { evidence: 20, answers: 30, predictions: 8 } as const

/* The call comes last, so that a model that writes in order commits to it after its reasons (ADR 2). */
const replyParts = {
  answers: listOfAtMost(z.array(answerSchema), most.members).meta({
    description: "One answer for each of the persona's asks.",
    maxItems: replyLimits.answers,
  }),
  predictions: listOfAtMost(z.array(predictionSchema), most.members).meta({
    description: 'Predictions that can be resolved; an empty list when there are none.',
    maxItems: replyLimits.predictions,
  }),
  quote: textSchema.describe("The verdict in the persona's voice; [n] behind a claim names the evidence it rests on."),
  call: callSchema.describe('ship, skip or abstain.'),
}

/**
 * What a juror replies, version 2: evidence by number (ADR 38). The same schema for every persona, so that its JSON Schema is the same bytes in
 * every request.
 */
export const replySchema = z.strictObject({
  evidence: listOfAtMost(z.array(replyEvidenceSchema), most.members).meta({
    description: 'Passages the verdict rests on, numbered from 1 in this order.',
    maxItems: replyLimits.evidence,
  }),
  ...replyParts,
})
export type Reply = z.infer<typeof replySchema>

/** What a juror replied in version 1: evidence copied in words. Recordings and bundles of then are still read. */
export const replyV1Schema = z.strictObject({
  evidence: listOfAtMost(z.array(evidenceInWordsSchema), most.members).meta({
    description: 'Passages the verdict rests on, numbered from 1 in this order.',
    maxItems: replyLimits.evidence,
  }),
  ...replyParts,
})
export type ReplyV1 = z.infer<typeof replyV1Schema>

/** A verdict's words, as they are stored and edited: a reply with its evidence in words. */
export const verdictContentSchema = replyV1Schema.extend({
  evidence: listOfAtMost(z.array(quotedEvidenceSchema), most.members),
  /** That of its seat: `split` only where several jurors sat on it. */
  call: seatCallSchema,
})
export type VerdictContent = z.infer<typeof verdictContentSchema>

/** The worked example of a persona: part of a reply. One that gives a call is taken, and warned of: models imitate it. */
export const workedExampleSchema = replySchema.partial({ predictions: true, call: true })
export type WorkedExample = z.infer<typeof workedExampleSchema>

/** What a passage is in, in the source's own words: shown wherever the passage is. */
const surroundingsSchema = z.strictObject({
  above: textSchema.nullable().describe('The heading or the words before a list that the passage stands under; null without.'),
  before: atMost(z.string(), longest.text).describe('The sentence up to the passage; empty where the passage begins it.'),
  passage: textSchema.describe('The passage as the source has it.'),
  after: atMost(z.string(), longest.text).describe(
    'The rest of the sentence, with the next one where that takes it back; empty where the passage ends it.',
  ),
})

/** An evidence quote after it was looked up: offsets are UTF-16 code units in the source's text, end exclusive. */
export const evidenceSchema = z.discriminatedUnion('status', [
  quotedEvidenceSchema.extend({
    status: z.literal('found'),
    start: z.int().nonnegative(),
    end: z.int().positive(),
    /** Missing where the quote is a whole sentence that is under nothing, and in what was checked before this was recorded. */
    surroundings: surroundingsSchema.optional(),
    /** What the passage leaves out that may change what it says, for reviewers. */
    warning: textSchema.optional(),
  }),
  quotedEvidenceSchema.extend({ status: z.literal('not found'), why: textSchema }),
])
export type Evidence = z.infer<typeof evidenceSchema>

/** The version of the checks that evidence and flags come from; left out where that is version 1. */
export const checksFields = { checks: z.int().min(2).optional() }

/** One juror's structured verdict for a seat, and which model call it came from. */
export const draftSchema = z.strictObject({
  schema: z.literal('panel.draft/1'),
  call: callSchema,
  quote: textSchema,
  answers: listOfAtMost(z.array(answerSchema), most.members),
  evidence: listOfAtMost(z.array(evidenceSchema), most.members),
  predictions: listOfAtMost(z.array(predictionSchema), most.members),
  /** What is off without making the draft unusable, for reviewers. */
  flags: listOfAtMost(z.array(textSchema), most.members),
  ...particularsFields,
  ...checksFields,
})
export type Draft = z.infer<typeof draftSchema>

/** Where a seat's outcome came from: which calls of which model, and what they took. */
export const provenanceFields = {
  model: modelIdSchema,
  origin: originSchema.nullable(),
  /** The key of the model call whose reply was taken; null when no call was finished. */
  callKey: sha256Schema.nullable(),
  /** Every model call made for the seat, in order; more than one when a reply had to be repaired. */
  callKeys: listOfAtMost(z.array(sha256Schema), most.members),
  /** Summed over `callKeys`; a field is null when one of the calls did not tell it, all of it when a call was lost that may have been billed. */
  usage: usageSchema.nullable(),
  /** US dollars, summed over `callKeys`; null when the price is not known, or a call was lost that may have been billed. */
  costUsd: z.number().nonnegative().nullable(),
  /** Milliseconds the model took, summed over `callKeys`; null when not known. */
  latencyMs: z.number().nonnegative().nullable(),
}

/** What ties the model that drafted a verdict to the tool; left out when nothing is known to. */
export const tieFields = { conflict: tieSchema.optional() }

/** How a seat ended. An unscored seat is not a skip and not a zero: it says why, and keeps what the model wrote. */
export const draftOutcomeSchema = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('drafted'),
    draft: draftSchema,
    ...provenanceFields,
    ...tieFields,
    ...opinionFields,
    ...steeringTestFields,
    ...blindTestFields,
  }),
  z.strictObject({
    status: z.literal('unscored'),
    kind: unscoredKindSchema,
    reason: textSchema,
    rawText: atMost(z.string(), longest.document).nullable(),
    ...provenanceFields,
  }),
])
export type DraftOutcome = z.infer<typeof draftOutcomeSchema>
export type UnscoredOutcome = Extract<DraftOutcome, { status: 'unscored' }>
