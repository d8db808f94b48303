import { z } from 'zod'
import { barredSchema, conflictPolicySchema, conflictSchema } from './conflict.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { modelIdSchema, sha256Schema, slugSchema } from './primitives.js'
import { requestFormSchema } from './request-form.js'
import { secondOpinionSchema } from './second-opinion.js'

/** How often a juror drafts one seat at most: more says little and costs as much again. */
export const mostRepeats = 9

/** One juror's turn at a seat: one persona on one tool, in one panel, drafted once. A seat has as many as it has jurors and repeats. */
export const seatSchema = z.strictObject({
  id: atMost(z.string().regex(/^seat_[0-9a-z]+$/), longest.id),
  tool: slugSchema,
  persona: slugSchema,
  model: modelIdSchema,
  /** Which of this juror's drafts of the seat it is, from 2; left out of the first. */
  repeat: z.int().min(2).max(mostRepeats).optional(),
  /** The tool that this one is set against, where the persona compares the two; left out where it judges one. */
  against: slugSchema.optional(),
})
export type Seat = z.infer<typeof seatSchema>

/** What a panel will run: tools × personas × jurors × repeats. Documents are named by hash, so the plan says exactly what is judged. */
export const planSchema = z.strictObject({
  schema: z.literal('panel.plan/1'),
  panelId: atMost(z.string().regex(/^pnl_[0-9a-z]+$/), longest.id),
  tools: listOfAtMost(z.array(z.strictObject({ slug: slugSchema, dossierSha256: sha256Schema })).min(1), most.members),
  personas: listOfAtMost(
    z.array(z.strictObject({ id: slugSchema, version: z.int().positive(), sha256: sha256Schema })).min(1),
    most.members,
  ),
  jurors: listOfAtMost(z.array(modelIdSchema).min(1), most.members),
  /** When set, the panel runs on this set of recordings and on nothing else. */
  recordingSet: sha256Schema.nullable(),
  /** What the panel may spend on model calls, in US dollars; null for no limit. */
  budgetUsd: z.number().nonnegative().nullable(),
  seats: listOfAtMost(z.array(seatSchema).min(1), most.seats),
  /** Jurors with a tie to a tool they judge; left out when there is none, as in plans from before it was looked for. */
  conflicts: listOfAtMost(z.array(conflictSchema).min(1), most.seats).optional(),
  /** What is done about ties; left out where they are labelled, as in plans from before there was a choice. */
  conflictPolicy: conflictPolicySchema.exclude(['label']).optional(),
  /** Jurors that do not judge a tool for their tie to it; left out when there is none. */
  barred: listOfAtMost(z.array(barredSchema).min(1), most.seats).optional(),
  /** Whether each draft is asked for once more with the tool's names masked; left out where not. */
  blind: z.literal(true).optional(),
  /** How jurors are asked that are not asked as usual; left out when there is none, as in plans from before there were forms. */
  forms: listOfAtMost(z.array(z.strictObject({ model: modelIdSchema, form: requestFormSchema })).min(1), most.members).optional(),
  /** Who reads each draft's sentences beside the passages they cite; left out when no one does. */
  secondOpinion: secondOpinionSchema.optional(),
})
export type Plan = z.infer<typeof planSchema>
