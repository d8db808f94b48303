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
