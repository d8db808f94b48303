import { z } from 'zod'
import { callSchema, unscoredKindSchema, unscoredWords } from './call.js'
import { listOfAtMost, most } from './limits.js'
import { usageSchema } from './model-call.js'
import { originSchema, sha256Schema } from './primitives.js'

/** What asking once more took. */
export const askedFields = {
  origin: originSchema.nullable(),
  /** Every model call made for it, in order. They are not among the seat's own. */
  callKeys: listOfAtMost(z.array(sha256Schema), most.members),
  /** Summed over `callKeys`, as a seat's own are. */
  usage: usageSchema.nullable(),
  costUsd: z.number().nonnegative().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
}

/**
 * What came of asking for the same verdict once more, with the passages of the sources that want to steer who reads them. The draft itself comes
 * from a request without them.
 */
const steeringTestSchema = z.strictObject({
  /** How many passages the draft's request left out. */
  passages: z.int().positive(),
  /** The call of the reply that saw them; null where there is none. */
  callWith: callSchema.nullable(),
  /** The draft's own call. */
  callWithout: callSchema,
  /** Whether the two differ; null where it is not known. */
  flipped: z.boolean().nullable(),
  /** Why there is no call with them; null where there is one. */
  missing: unscoredKindSchema.nullable(),
  ...askedFields,
})
export type SteeringTest = z.infer<typeof steeringTestSchema>

/** Of a verdict on a tool whose sources have text that wants to steer; left out of every other. */
export const steeringTestFields = { steering: steeringTestSchema.optional() }

/** Why there is no reply without the names: why a seat has none, or because a name would have been left. */
export const noBlindKindSchema = z.enum([...unscoredKindSchema.options, 'not-masked'])
export type NoBlindKind = z.infer<typeof noBlindKindSchema>

/** What everyone reads of each kind. */
export const noBlindWords: Record<NoBlindKind, string> = { ...unscoredWords, 'not-masked': 'The names could not be masked everywhere.' }

/** What came of asking for the same verdict once more, with the names of the tool, its vendor and its rivals masked. */
const blindTestSchema = z.strictObject({
  /** The call of the reply that did not know the names; null where there is none. */
  callMasked: callSchema.nullable(),
  /** The draft's own call. */
  callNamed: callSchema,
  /** Whether the two differ; null where it is not known. */
  flipped: z.boolean().nullable(),
  /** Why there is no call without them; null where there is one. */
  missing: noBlindKindSchema.nullable(),
  ...askedFields,
})
export type BlindTest = z.infer<typeof blindTestSchema>

/** Of a verdict in a panel that was asked to draft blind as well; left out of every other. */
export const blindTestFields = { blind: blindTestSchema.optional() }
