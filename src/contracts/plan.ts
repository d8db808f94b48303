import { z } from 'zod'
import { conflictSchema } from './conflict.js'
import { modelIdSchema, sha256Schema, slugSchema } from './primitives.js'

/** One persona on one tool, played by one juror, in one panel. */
export const seatSchema = z.strictObject({
  id: z.string().regex(/^seat_[0-9a-z]+$/),
  tool: slugSchema,
  persona: slugSchema,
  model: modelIdSchema,
})
export type Seat = z.infer<typeof seatSchema>

/** What a panel will run: tools × personas × jurors. Documents are named by hash, so the plan says exactly what is judged. */
export const planSchema = z.strictObject({
  schema: z.literal('panel.plan/1'),
  panelId: z.string().regex(/^pnl_[0-9a-z]+$/),
  tools: z.array(z.strictObject({ slug: slugSchema, dossierSha256: sha256Schema })).min(1),
  personas: z.array(z.strictObject({ id: slugSchema, version: z.int().positive(), sha256: sha256Schema })).min(1),
  jurors: z.array(modelIdSchema).min(1),
  /** When set, the panel runs on this set of recordings and on nothing else. */
  recordingSet: sha256Schema.nullable(),
  /** What the panel may spend on model calls, in US dollars; null for no limit. */
  budgetUsd: z.number().nonnegative().nullable(),
  seats: z.array(seatSchema).min(1),
  /** Jurors with a tie to a tool they judge; left out when there is none, as in plans from before it was looked for. */
  conflicts: z.array(conflictSchema).min(1).optional(),
})
export type Plan = z.infer<typeof planSchema>
