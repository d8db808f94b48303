import { z } from 'zod'
import { auditActorSchema, auditEntrySchema } from '../../contracts/audit.js'
import { boundedText, looseText } from '../../contracts/bounded-text.js'
import { callSchema, unscoredKindSchema } from '../../contracts/call.js'
import { barredSchema, conflictPolicySchema, conflictSchema } from '../../contracts/conflict.js'
import { dossierFileSchema, dossierSchema } from '../../contracts/dossier.js'
import { exampleModelId } from '../../contracts/examples.js'
import { atMost, longest, most, recordOfAtMost } from '../../contracts/limits.js'
import { usageSchema } from '../../contracts/model-call.js'
import { personaSchema } from '../../contracts/persona.js'
import { mostRepeats, planSchema, seatSchema } from '../../contracts/plan.js'
import { dateSchema, instantSchema, modelIdSchema, originSchema, sha256Schema, slugSchema } from '../../contracts/primitives.js'
import { reasonSchema, userIdSchema } from '../../contracts/review-ids.js'
import { verdictContentInputSchema } from '../../contracts/revision.js'
import { webhookEventSchema } from '../../webhooks/events.js'
import { listed, said } from './answer-schemas.js'

/*
 * What goes in and out, from the schemas of contracts/. A schema with an id comes once in the description. Ids in paths are checked for their
 * form alone: one that cannot be an id names nothing.
 */

/** A schema with an id, or null. `nullable()` would write `allOf` into the description, which no null satisfies. */
export function orNull<T extends z.ZodType>(schema: T) {
  return z.union([schema, z.null()])
}

const idOf = (prefix: string, what: string) =>
  atMost(z.string().regex(new RegExp(`^${prefix}_[0-9A-Za-z]{1,80}$`)), longest.id).describe(what)

export const ids = {
  panel: idOf('pnl', 'A panel.'),
  record: idOf('rec', 'A record.'),
  verdict: idOf('seat', 'A verdict, named by its seat.'),
  comment: idOf('cmt', 'A comment.'),
  webhook: idOf('whk', 'A webhook.'),
  subscriber: idOf('sub', 'A subscriber.'),
  view: idOf('view', 'A saved view.'),
  dossierDraft: idOf('drf', 'A dossier that is being written.'),
  intake: idOf('int', 'A reading of a tool’s addresses.'),
  slug: slugSchema.describe('A tool.'),
  sha256: sha256Schema.describe('A dossier, by its hash.'),
  revision: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/)
    .describe('The number of a revision.'),
} as const

export const dossierFile = dossierFileSchema.meta({ id: 'DossierDocument', description: 'A dossier as an editor writes it.' })
export const dossier = dossierSchema.meta({
  id: 'Dossier',
  description: 'A dossier as it is frozen: sources hashed, the whole cited by `sha256`.',
})
export const persona = personaSchema.meta({ id: 'Persona' })

export const toolVersion = z
  .strictObject({
    slug: slugSchema,
    number: z.int().positive().describe('Which version of its tool it is, from 1; the highest is what is known now.'),
    name: said,
    vendor: said,
    category: said,
    tagline: said,
    asOf: dateSchema,
    sha256: sha256Schema,
    createdAt: instantSchema,
    facts: z.int(),
    sources: z.int(),
    by: auditActorSchema.nullable().describe('Who kept it; null where that is not known.'),
  })
  .meta({ id: 'DossierVersion', description: 'One version of a tool’s dossier, in a list.' })

export const toolSummary = z
  .strictObject({
    ...toolVersion.omit({ number: true, by: true }).shape,
    versions: z.int().positive(),
    rivals: listed(said),
    addedAt: instantSchema.describe('When its first dossier came; `createdAt` is when the newest did.'),
    archivedAt: instantSchema.nullable().describe('Since when lists and kick-offs leave it out; null while they do not.'),
  })
  .meta({ id: 'ToolSummary', description: 'The newest dossier of a tool, and how many versions there are.' })

/** A list that names each once. */
export const uniqueList = <T extends z.ZodType>(item: T, max: number, what: string) =>
  z
    .array(item)
    .min(1, `name at least one ${what}`)
    .max(max, `name at most ${max}`)
    .refine((list) => new Set(list).size === list.length, `name each ${what} once`)
    .meta({ uniqueItems: true })

export const panel = z
  .strictObject({
    panelId: planSchema.shape.panelId,
    recordId: said.describe('Where its record is, once it has finished.'),
    status: z.enum(['running', 'finished', 'cancelled', 'failed']),
    reason: said.nullable().describe('Why it was cancelled or failed.'),
    run: z.int().positive().describe('Counts up whenever it goes into the queue again.'),
    priority: z.enum(['editor', 'background']),
    tools: planSchema.shape.tools,
    personas: planSchema.shape.personas,
    jurors: planSchema.shape.jurors,
    recordingSet: sha256Schema.nullable(),
    budgetUsd: z.number().nonnegative().nullable(),
    seats: z.int().nonnegative().describe('How many seats it has, each of them one persona on one tool.'),
    drafts: z.int().nonnegative().describe('How many drafts of them are made: as many as a seat has jurors, and jurors repeats.'),
    conflicts: listed(conflictSchema).describe(
      'Jurors with a tie to a tool: whose vendor makes it, or makes a rival that its dossier names. As known at the kick-off.',
    ),
    conflictPolicy: conflictPolicySchema.describe('What was done about such ties.'),
    barred: listed(barredSchema).describe('Jurors that do not judge a tool for such a tie, and who does instead; null for no one.'),
    secondOpinion: listed(modelIdSchema)
      .optional()
      .describe(
        'Models of which the first that is not a seat’s own juror reads its draft; left out when no one does. As set at the kick-off.',
      ),
    createdAt: instantSchema,
    startedAt: instantSchema,
    finishedAt: instantSchema.nullable(),
    repliesCleanedAt: instantSchema
      .nullable()
      .describe('When the replies it rests on were deleted, as the setting retention says: it can be read, and no more be run again.'),
  })
  .meta({ id: 'Panel', description: 'A panel. How far its drafts are is under /panels/{panelId}/seats.' })

export const kickedOff = panel
  .extend({
    warnings: listed(said).describe(
      'What to know of the request: that its budget is below the estimate, with how many seats it likely covers, or that it would pass what is left of the month’s. As estimated when it is answered.',
    ),
  })
  .meta({ id: 'KickedOffPanel', description: 'A panel as it was asked for.' })

export const seat = z
  .strictObject({
    seatId: seatSchema.shape.id,
    tool: slugSchema,
    persona: slugSchema,
    model: seatSchema.shape.model,
    repeat: seatSchema.shape.repeat.describe('Which of this juror’s drafts of the seat it is, from 2; left out of the first.'),
    against: seatSchema.shape.against.describe('The tool it is set against, where the persona compares it with another.'),
    verdictId: seatSchema.shape.id
      .nullable()
      .describe('The verdict it is a draft of: /verdicts/{verdictId}, the same of every juror. Null where 2 tools are compared.'),
    status: z.enum(['planned', 'drafting', 'drafted', 'unscored']),
    isHidden: z.boolean().describe('The call is kept from you until you have made one of your own (blind-first).'),
    call: callSchema.nullable(),
    reason: said.nullable().describe('Why it has no call, or why it waits.'),
    unscoredKind: unscoredKindSchema.nullable(),
    origin: originSchema
      .nullable()
      .describe('Who wrote its reply: a model (`recorded`), or people as a sample (`authored`). Null while there is none.'),
    deferrals: z.int().nonnegative().describe('How often its provider asked to come back later.'),
    usage: usageSchema.nullable(),
    costUsd: z.number().nonnegative().nullable(),
    latencyMs: z.number().nonnegative().nullable(),
    startedAt: instantSchema.nullable(),
    finishedAt: instantSchema.nullable(),
  })
  .meta({ id: 'Seat', description: 'One juror’s draft of a seat, or what becomes of it.' })

/** A model's id as people send one: printable, so that it can be kept and shown. */
export const jurorSchema = z.string().regex(/^[a-z][a-z0-9-]{0,79}:[\x21-\x7e]{1,119}$/, `write provider:model, e.g. ${exampleModelId}`)

/** US dollars that may be spent. */
export const budgetSchema = z.number().nonnegative().max(1_000_000)

export const kickOff = z
  .strictObject({
    tools: uniqueList(slugSchema, 24, 'tool').describe('Slugs of tools: their newest dossiers are judged.'),
    again: ids.panel
      .optional()
      .describe('A panel whose frozen dossiers of these tools are judged again, so that a model or a persona is all that differs.'),
    personas: uniqueList(slugSchema, 24, 'persona').optional().describe('Ids of personas; left out, all of them.'),
    jurors: uniqueList(jurorSchema, 12, 'juror').optional().describe('Models; left out, the configured ones.'),
    jury: slugSchema.optional().describe('A jury of the configuration, in place of `jurors`: its jurors, reserves and repeats.'),
    repeat: z
      .int()
      .min(1)
      .max(mostRepeats)
      .optional()
      .describe('How often each juror drafts a seat; left out, as often as the jury says, else once.'),
    conflicts: conflictPolicySchema
      .optional()
      .describe(
        'What is done about a juror whose vendor makes the tool, or a named rival: `label`, `replace` (the jury’s next reserve judges it) or `bar`; left out, as configured, else `label`, and `bar` for head-to-head seats.',
      ),
    blind: z.boolean().optional().describe('Whether everything is asked once more with the names masked, to see what goes by the name.'),
    headToHead: z.boolean().optional().describe('Whether each persona also compares the tools directly, in both orders.'),
    budgetUsd: budgetSchema.nullable().optional().describe('In US dollars; null for no limit; left out, as configured.'),
    priority: z.enum(['editor', 'background']).default('editor'),
  })
  .meta({ id: 'KickOff' })

export const cancelBody = z.strictObject({ reason: reasonSchema })
export const againBody = z.strictObject({
  budgetUsd: budgetSchema.optional().describe('What it may spend from now on, in US dollars; left out, as before.'),
})

export const verdictContentInput = verdictContentInputSchema.meta({
  id: 'VerdictContent',
  description: 'The words of a verdict, as people send them.',
})

/** A reason may be empty here: the rules of review say where one is needed, and what they answer is more helpful. */
export const optionalReason = looseText(2000).nullish()
export const bodies = {
  edit: z.strictObject({ content: verdictContentInput, reason: reasonSchema }),
  accept: z.strictObject({ reason: optionalReason }),
  return: z.strictObject({ note: reasonSchema, to: userIdSchema.nullable().optional() }),
  restore: z.strictObject({ restores: z.int().positive().max(999_999_999), reason: reasonSchema }),
  retry: z.strictObject({}),
  comment: z.strictObject({ text: boundedText(4000) }),
  resolve: z.strictObject({}),
  assign: z.strictObject({ to: userIdSchema.nullable(), note: reasonSchema.nullable().optional() }),
  blindCall: z.strictObject({ call: callSchema }),
  waive: z.strictObject({
    waives: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('unscored-seat') }),
      z.strictObject({ kind: z.literal('flag'), flag: boundedText(2000) }),
    ]),
    reason: reasonSchema,
  }),
  decide: z.strictObject({}),
  reasoned: z.strictObject({ reason: reasonSchema }),
  retract: z.strictObject({ publicReason: reasonSchema }),
} as const

/** As contracts/review.ts has it; the description cannot hold what refers to itself. */
export const auditEntry = z
  .strictObject({ ...auditEntrySchema.shape, data: recordOfAtMost(z.record(said, z.unknown()), most.parts) })
  .meta({ id: 'AuditEntry', description: 'One row of the hash-chained log.' })

/** What a browser would fix silently, such as blanks around it, is refused: the address is stored as it is written. */
const webhookUrl = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[Hh][Tt][Tt][Pp][Ss]?:\/\/[\x21-\x7e]+$/, 'write an http or https address in ASCII, percent-encoded, without blanks')
  .meta({ format: 'uri' })
const webhookEvents = uniqueList(webhookEventSchema, webhookEventSchema.options.length, 'event')
const webhookDescription = looseText(200)
export const webhookNew = z.strictObject({
  url: webhookUrl,
  events: webhookEvents.default([...webhookEventSchema.options]),
  description: webhookDescription.default(''),
})
export const webhookChange = z
  .strictObject({ url: webhookUrl, events: webhookEvents, description: webhookDescription, isActive: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'name at least one field to change')
  .meta({ minProperties: 1 })

export const webhookDelivery = z
  .strictObject({
    id: said.describe('Sent as `webhook-id`, the same at every attempt.'),
    event: webhookEventSchema,
    recordId: said,
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int().nonnegative(),
    attemptedAt: instantSchema.nullable(),
    responseStatus: z.int().nullable(),
    problem: said.nullable().describe('Why the last attempt failed.'),
    createdAt: instantSchema,
  })
  .meta({ id: 'WebhookDelivery' })

export const webhook = z
  .strictObject({
    id: said,
    url: said,
    description: said,
    events: listed(webhookEventSchema),
    isActive: z.boolean(),
    version: z.int().positive(),
    createdBy: said.describe('The user id of the admin who made it.'),
    createdAt: instantSchema,
    updatedAt: instantSchema,
    lastDelivery: orNull(webhookDelivery),
  })
  .meta({ id: 'Webhook' })

export const webhookWithSecret = z
  .strictObject({ webhook, secret: said.describe('`whsec_…`: shown this once.') })
  .meta({ id: 'WebhookWithSecret' })
