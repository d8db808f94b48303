import { z } from 'zod'
import { conflictSchema, tieSchema } from './conflict.js'
import { listOfAtMost, most } from './limits.js'
import { usageSchema } from './model-call.js'
import { modelIdSchema, originSchema, sha256Schema, textSchema } from './primitives.js'

/** How far a passage carries the sentence that cites it, in a second model's opinion. */
export const supportSchema = z.enum(['supported', 'partly', 'not supported'])
export type Support = z.infer<typeof supportSchema>

/** How many sentences and cited passages of one verdict the second model reads; a JSON Schema shows it to the models. */
export const mostPairs = 40

/** What the second model replies: the same schema for every seat. The reason comes before what follows from it. */
export const opinionReplySchema = z.strictObject({
  pairs: listOfAtMost(
    z.array(
      z.strictObject({
        pair: z.int().positive().describe('The number of the pair, as given.'),
        reason: textSchema.describe('Why, in one line: what the passage says of it, or leaves out.'),
        support: supportSchema.describe('supported, partly or not supported.'),
      }),
    ),
    most.members,
  ).meta({ description: 'One entry for each pair, in their order.', maxItems: mostPairs }),
})

/** One sentence of a draft and one passage that it cites. */
const pairSchema = z.strictObject({
  /** Which text of the draft: `quote`, `answer <ask>`, or `evidence <n>` for what that passage is said to show. */
  part: textSchema,
  /** The sentence in that text: UTF-16 code units, end exclusive, its markers included. */
  start: z.int().nonnegative(),
  end: z.int().positive(),
  /** The number of the passage among the draft's evidence, from 1. */
  evidence: z.int().positive(),
  /** Null where the second model's reply gave none that could be used. */
  support: supportSchema.nullable(),
  /** In one line, in the second model's words; null with `support`. */
  reason: textSchema.nullable(),
})
export type OpinionPair = z.infer<typeof pairSchema>

/** Why there is no opinion on some or all of the pairs. */
export const noOpinionKindSchema = z.enum([
  'same-model',
  'no-pairs',
  'malformed-reply',
  'truncated',
  'refused',
  'no-recording',
  'over-budget',
  'provider-failure',
  'never-finished',
])
export type NoOpinionKind = z.infer<typeof noOpinionKindSchema>

/** What everyone reads of each kind. The details, which may name an address, are in the log alone. */
export const noOpinionWords: Record<NoOpinionKind, string> = {
  'same-model': 'Every model that is set for a second opinion is the juror itself.',
  'no-pairs': 'No sentence of the draft cites a passage that was found.',
  'malformed-reply': 'The reply could not be read, or not for every pair.',
  truncated: 'The reply broke off before its end.',
  refused: 'The model declined to answer.',
  'no-recording': 'No recording answers the request.',
  'over-budget': 'The budget did not cover the call.',
  'provider-failure': 'The model could not be reached.',
  'never-finished': 'The call was never finished.',
}

/** What a second model thinks of how a draft's sentences rest on the passages they cite: questions for reviewers, never a verdict. */
export const opinionSchema = z.strictObject({
  /** Who was asked; where every model that is set is the juror itself, the first of them. */
  model: modelIdSchema,
  origin: originSchema.nullable(),
  /** Every model call made for it, in order; two when the reply had to be repaired. They are not among the seat's own. */
  callKeys: listOfAtMost(z.array(sha256Schema), most.parts),
  /** Summed over `callKeys`, as a seat's own are. */
  usage: usageSchema.nullable(),
  costUsd: z.number().nonnegative().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
  /** What ties that model to the tool; left out when nothing is known to. */
  conflict: tieSchema.optional(),
  /** In the order of the draft: the quote, the answers, what each passage shows. */
  pairs: listOfAtMost(z.array(pairSchema), most.members),
  /** How many more pairs the draft has than are read. */
  pairsLeftOut: z.int().nonnegative(),
  /** Why some or all pairs have no opinion; null where each has one. */
  missing: noOpinionKindSchema.nullable(),
})
export type Opinion = z.infer<typeof opinionSchema>

/** A drafted verdict's second opinion; left out where none was asked for. */
export const opinionFields = { opinion: opinionSchema.optional() }

/** Who gives second opinions in a panel, as it was set when the panel was kicked off. */
export const secondOpinionSchema = z.strictObject({
  /** Of these, the first that is not a seat's own juror reads its draft. */
  models: listOfAtMost(z.array(modelIdSchema).min(1), most.parts),
  /** Ties between them and tools of the panel; left out when there is none. */
  conflicts: listOfAtMost(z.array(conflictSchema).min(1), most.seats).optional(),
})
export type SecondOpinion = z.infer<typeof secondOpinionSchema>

/**
 * What a second model asks reviewers about a verdict as it is now: a sentence that is still the draft's, and a passage that it still cites.
 * `start` and `end` are UTF-16 code units of the sentence in the text of `part` as it is now, `evidence` the passage's number now.
 */
export type SupportQuestion = {
  model: string
  part: string
  start: number
  end: number
  sentence: string
  evidence: number
  passage: string
  support: Exclude<Support, 'supported'>
  reason: string
}
