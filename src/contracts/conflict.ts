import { z } from 'zod'
import { modelIdSchema, slugSchema, textSchema } from './primitives.js'

/** What ties a juror to the tool it judges, as it was known when the panel was kicked off; a later catalog changes nothing about it. */
export const tieSchema = z.strictObject({
  /** `vendor`: who makes the model makes the tool. `rival`: the dossier names a rival by the model's maker. */
  kind: z.enum(['vendor', 'rival']),
  /** Who makes the model, in the catalog's words. */
  maker: textSchema,
  /** The vendor or rival, in the dossier's words. */
  named: textSchema,
})
export type Tie = z.infer<typeof tieSchema>

/** A tie and whose it is. */
export const conflictSchema = tieSchema.extend({ tool: slugSchema, model: modelIdSchema })
export type Conflict = z.infer<typeof conflictSchema>

/**
 * What is done about a juror with a tie to a tool. `label`: it judges, and every page says so. `replace`: the next model of its jury takes its place
 * on that tool. `bar`: it does not judge that tool.
 */
export const conflictPolicySchema = z.enum(['label', 'replace', 'bar'])
export type ConflictPolicy = z.infer<typeof conflictPolicySchema>

/** A juror that does not judge a tool for its tie to it, and who does instead; null for no one. */
export const barredSchema = conflictSchema.extend({ replacedBy: modelIdSchema.nullable() })
export type Barred = z.infer<typeof barredSchema>
