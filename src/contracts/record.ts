import { z } from 'zod'
import { seatCallSchema } from './call.js'
import { barredSchema } from './conflict.js'
import { dossierSchema, sourceSchema } from './dossier.js'
import { headToHeadFields } from './head-to-head.js'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { usageSchema } from './model-call.js'
import { askSchema } from './persona.js'
import { instantSchema, modelIdSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { recordVerdictSchema } from './record-verdict.js'

/**
 * ships ÷ calls that are not abstentions, in percent rounded to a whole number; `calls` is that divisor. Of a seat with several
 * jurors the majority's call counts, once; one that is split counts in neither.
 * With no call at all there is no percentage: null, never 0.
 */
export const panelShipSchema = z.strictObject({
  ships: z.int().nonnegative(),
  calls: z.int().nonnegative(),
  abstained: z.int().nonnegative(),
  unscored: z.int().nonnegative(),
  /** Seats whose jurors are split; left out where there is none. */
  split: z.int().positive().optional(),
  percent: z.int().min(0).max(100).nullable(),
})
export type PanelShip = z.infer<typeof panelShipSchema>

/** One reading of a tool's price by a persona, from the ask that feeds the pricing read. */
const pricingReadSchema = z.strictObject({ persona: slugSchema, model: modelIdSchema, text: textSchema })

export const recordToolSchema = z.strictObject({
  ...dossierSchema.shape.tool.shape,
  asOf: dossierSchema.shape.asOf,
  license: dossierSchema.shape.license,
  entryPrice: dossierSchema.shape.entryPrice,
  rivals: dossierSchema.shape.rivals,
  dossierSha256: sha256Schema,
  panelShip: panelShipSchema,
  /** Readers' votes. Null percent until there are any. */
  community: z.strictObject({
    ships: z.int().nonnegative(),
    votes: z.int().nonnegative(),
    percent: z.int().min(0).max(100).nullable(),
  }),
  pricingRead: listOfAtMost(z.array(pricingReadSchema), most.seats),
  /** One a seat. In records of version 1 that several jurors drafted, one a juror. */
  verdicts: listOfAtMost(z.array(recordVerdictSchema), most.seats),
  /** Jurors that do not judge this tool for their tie to it; left out where there is none. */
  barred: listOfAtMost(z.array(barredSchema.omit({ tool: true })).min(1), most.members).optional(),
  sources: listOfAtMost(z.array(sourceSchema.omit({ text: true, units: true })), most.members),
})
export type RecordTool = z.infer<typeof recordToolSchema>

/** To which tool the panel leans: the highest panel ship, or `level` when it is shared, or `none` without two percentages. */
export const leanSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('leans'), tool: slugSchema }),
  z.strictObject({ kind: z.literal('level') }),
  z.strictObject({ kind: z.literal('none') }),
])
export type Lean = z.infer<typeof leanSchema>

/** How one persona called the tools: `calls` in the order of the record's tools, one entry a verdict; null for no call. */
const splitSchema = z.strictObject({
  persona: slugSchema,
  calls: listOfAtMost(z.array(z.strictObject({ tool: slugSchema, model: modelIdSchema, call: seatCallSchema.nullable() })), most.seats),
  /** Whether every call this persona made is the same one; null with fewer than two calls. */
  agrees: z.boolean().nullable(),
})

const totalsSchema = z.strictObject({
  seats: z.int().nonnegative(),
  /** Drafts that were asked for, where a seat has several; left out where there is one a seat. */
  drafts: z.int().positive().optional(),
  drafted: z.int().nonnegative(),
  unscored: z.int().nonnegative(),
  /** Distinct model calls whose replies the record rests on, by origin. */
  modelCalls: z.strictObject({ recorded: z.int().nonnegative(), authored: z.int().nonnegative() }),
  /** Each sum is null as soon as one of its parts is not known. */
  usage: usageSchema,
  costUsd: z.number().nonnegative().nullable(),
  modelTimeMs: z.number().nonnegative().nullable(),
})

/** What the record says: the same bytes whenever the same panel is rebuilt from the same replies. */
export const recordContentSchema = z.strictObject({
  title: textSchema,
  lean: leanSchema,
  personas: listOfAtMost(
    z.array(
      z.strictObject({
        id: slugSchema,
        version: z.int().positive(),
        sha256: sha256Schema,
        seat: textSchema,
        question: textSchema,
        asks: listOfAtMost(z.array(askSchema), most.parts),
      }),
    ),
    most.members,
  ),
  tools: listOfAtMost(z.array(recordToolSchema).min(1), most.members),
  split: listOfAtMost(z.array(splitSchema), most.members),
  ...headToHeadFields,
  totals: totalsSchema,
})
export type RecordContent = z.infer<typeof recordContentSchema>

/**
 * The aggregated result of a panel for human approval. `contentSha256` covers the content, of an unscored seat's reason only
 * its kind in words (`unscoredWords`), and none of the fields around it.
 */
export const recordSchema = z.strictObject({
  /** Version 2 holds what version 1 has no place for: several drafts of a seat, barred jurors, blind drafts, direct comparisons. */
  schema: z.enum(['panel.record/1', 'panel.record/2']),
  id: atMost(z.string().regex(/^rec_[0-9a-z]+$/), longest.id),
  panelId: atMost(z.string().regex(/^pnl_[0-9a-z]+$/), longest.id),
  status: z.enum(['in_review', 'approved', 'published', 'retracted']),
  createdAt: instantSchema,
  contentSha256: sha256Schema,
  ...recordContentSchema.shape,
  /** How this run went: not part of the content. */
  run: z.strictObject({
    startedAt: instantSchema,
    finishedAt: instantSchema,
    wallTimeMs: z.number().nonnegative(),
    /** Where the replies came from in this run: bought from a model now, found in the ledger, or replayed from recordings. */
    replies: z.strictObject({
      called: z.int().nonnegative(),
      fromLedger: z.int().nonnegative(),
      replayed: z.int().nonnegative(),
    }),
    /** Calls of this run that brought no reply and may have been billed all the same; left out where there was none. */
    lostCalls: z.int().positive().optional(),
    /** US dollars this run itself spent, a lost call counted at the most it may have cost; null when a price is not known. */
    spentUsd: z.number().nonnegative().nullable(),
  }),
})
export type PanelRecord = z.infer<typeof recordSchema>
