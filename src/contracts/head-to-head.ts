import { z } from 'zod'
import { unscoredKindSchema } from './call.js'
import { conflictSchema } from './conflict.js'
import { listOfAtMost, most } from './limits.js'
import { slugSchema, textSchema } from './primitives.js'
import { askedFields, noBlindKindSchema } from './second-draft.js'
import { checksFields, type DraftOutcome, draftSchema, evidenceSchema, provenanceFields, replyLimits, replySchema } from './verdict.js'

/** What a model calls the two tools: by their places in its prompt, and by nothing else. */
export const placeSchema = z.enum(['first', 'second'])
export type Place = z.infer<typeof placeSchema>

/**
 * What a juror replies that compares two tools: the same schema for every persona and pair. The choice comes last, so that a model that writes in
 * order commits to it after its reasons.
 */
export const comparisonReplySchema = z.strictObject({
  evidence: listOfAtMost(
    z.array(
      z.strictObject({
        tool: placeSchema.describe('Whose source it is: first or second.'),
        ...replySchema.shape.evidence.element.shape,
      }),
    ),
    most.members,
  ).meta({ description: 'Passages the comparison rests on, numbered from 1 in this order.', maxItems: replyLimits.evidence }),
  argument: textSchema.describe(
    'What decides between the two tools, in three to six sentences; [n] behind a claim names the evidence it rests on.',
  ),
  quote: textSchema.describe("The comparison in the persona's voice; [n] behind a claim names the evidence it rests on."),
  choice: z.enum([...placeSchema.options, 'level']).describe('first, second or level.'),
})
export type ComparisonReply = z.infer<typeof comparisonReplySchema>

const toolKind = z.strictObject({ kind: z.literal('tool'), tool: slugSchema })
const levelKind = z.strictObject({ kind: z.literal('level') })
const orderDecidesKind = z.strictObject({ kind: z.literal('order decides') })
const splitKind = z.strictObject({ kind: z.literal('split') })

/** What one comparison ends on: one of the two tools, or neither before the other. */
const choiceSchema = z.discriminatedUnion('kind', [toolKind, levelKind])
export type Choice = z.infer<typeof choiceSchema>

/** What a juror says of two tools: what it chose in both orders, or that the order decides, as the two differ. */
const jurorResultSchema = z.discriminatedUnion('kind', [toolKind, levelKind, orderDecidesKind])
export type JurorResult = z.infer<typeof jurorResultSchema>

/** What a persona says of them: what more of its jurors say than anything else, or `split` where no result is ahead of the others. */
const personaResultSchema = z.discriminatedUnion('kind', [toolKind, levelKind, orderDecidesKind, splitKind])
export type PersonaResult = z.infer<typeof personaResultSchema>

/** The two tools, in the order of the panel's plan. */
const pairSchema = z.tuple([slugSchema, slugSchema])
export type Pair = z.infer<typeof pairSchema>

const comparedEvidenceSchema = z.discriminatedUnion('status', [
  evidenceSchema.options[0].extend({ tool: slugSchema }),
  evidenceSchema.options[1].extend({ tool: slugSchema }),
])
export type ComparedEvidence = z.infer<typeof comparedEvidenceSchema>

const { model: _ofTheJuror, ...callsFields } = provenanceFields

/** One juror's comparison in one of the two orders. */
const orderSchema = z.strictObject({
  /** The tool that its prompt showed first. */
  first: slugSchema,
  choice: choiceSchema,
  argument: textSchema,
  quote: textSchema,
  evidence: listOfAtMost(z.array(comparedEvidenceSchema), most.members),
  /** What is off without making it unusable. */
  flags: draftSchema.shape.flags,
  ...checksFields,
  ...callsFields,
})
export type ComparedOrder = z.infer<typeof orderSchema>

/** What came of asking once more in both orders, with the names of both tools, their vendors and their rivals masked. */
const blindComparisonSchema = z.strictObject({
  /** Null where a reply is missing. */
  result: jurorResultSchema.nullable(),
  /** Whether the result is another one than with the names; null where it is not known. */
  flips: z.boolean().nullable(),
  /** The replies there are, in their order: a missing one ends the test. */
  orders: listOfAtMost(z.array(orderSchema), 2),
  missing: noBlindKindSchema.nullable(),
  ...askedFields,
})
export type BlindComparison = z.infer<typeof blindComparisonSchema>

const comparedFields = {
  status: z.literal('compared'),
  result: jurorResultSchema,
  /** First with the pair's first tool ahead, then with its second. */
  orders: z.tuple([orderSchema, orderSchema]),
  /** Summed over both orders; the calls of the blind test are its own. */
  ...provenanceFields,
  /** Left out where no one asked for it. */
  blind: blindComparisonSchema.optional(),
}

/** How a seat ends that compares two tools; one that does not is unscored, as any other. */
export const comparedOutcomeSchema = z.strictObject({ ...comparedFields, tools: pairSchema })
export type ComparedOutcome = z.infer<typeof comparedOutcomeSchema>

/** How any seat ends: one that judges a tool, or one that compares two. */
export type SeatEnding = DraftOutcome | ComparedOutcome

/** A tie between a juror and one of the two tools. */
const pairTieSchema = conflictSchema.omit({ model: true })
export type PairTie = z.infer<typeof pairTieSchema>

/** Left out of a juror of which none is known. */
const pairTieFields = { conflicts: listOfAtMost(z.array(pairTieSchema).min(1), most.parts).optional() }

/** What came of one juror on a pair. */
const comparingJurorSchema = z.discriminatedUnion('status', [
  z.strictObject({ ...comparedFields, ...pairTieFields }),
  z.strictObject({ status: z.literal('unscored'), kind: unscoredKindSchema, reason: textSchema, ...provenanceFields, ...pairTieFields }),
])
export type ComparingJuror = z.infer<typeof comparingJurorSchema>

/** One persona on two tools, compared directly by each of its jurors in both orders. */
const headToHeadSchema = z.strictObject({
  persona: slugSchema,
  personaVersion: z.int().positive(),
  tools: pairSchema,
  /** Null without a quorum: where not more than half of the jurors have a result. */
  result: personaResultSchema.nullable(),
  jurors: listOfAtMost(z.array(comparingJurorSchema), most.members),
  /** Jurors with a tie to one of the two, who did not compare them. */
  barred: listOfAtMost(z.array(conflictSchema).min(1), most.members).optional(),
})
export type HeadToHead = z.infer<typeof headToHeadSchema>

/** Of a record whose panel compared its tools directly, one entry a pair and persona; left out of every other. */
export const headToHeadFields = { headToHead: listOfAtMost(z.array(headToHeadSchema).min(1), most.seats).optional() }
