import { z } from 'zod'
import { actorSchema } from './actor.js'
import { atMost, longest, most, recordOfAtMost } from './limits.js'
import { instantSchema, sha256Schema, textSchema } from './primitives.js'
import { recordIdSchema } from './review-ids.js'

/** What an audit entry is about. `recordId` puts it into that record's own log as well. */
const auditSubjectSchema = z.strictObject({
  kind: z.enum(['record', 'verdict', 'comment', 'panel', 'tool', 'intake', 'user', 'token', 'setting', 'digest', 'subscriber', 'burst']),
  id: textSchema,
  recordId: recordIdSchema.nullable(),
})

/** Who did it: a person, or a part of the program by its name. */
export const auditActorSchema = z.union([actorSchema, z.strictObject({ system: textSchema })])

/**
 * One row of the append-only audit log. `hash` is the SHA-256 of the canonical JSON of all other fields, and `previousHash` that of
 * the row before; `previousHashOfRecord` does the same among the rows of one record, so that its log can be checked by itself.
 */
export const auditEntrySchema = z.strictObject({
  /** From 1, without a gap. */
  seq: z.int().positive(),
  at: instantSchema,
  actor: auditActorSchema,
  action: textSchema,
  subject: auditSubjectSchema,
  data: recordOfAtMost(z.record(atMost(z.string(), longest.id), z.json()), most.parts),
  previousHash: sha256Schema,
  previousHashOfRecord: sha256Schema.nullable(),
  hash: sha256Schema,
})

export type AuditEntry = z.infer<typeof auditEntrySchema>
