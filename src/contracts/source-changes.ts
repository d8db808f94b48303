import { z } from 'zod'
import { atMost, listOfAtMost, longest, most } from './limits.js'
import { instantSchema, sha256Schema, slugSchema, textSchema } from './primitives.js'
import { recordIdSchema } from './review-ids.js'

/** A line of a source, as both readings have it or one of them; `skipped` lines lie between two that are shown. */
export const diffLineSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['same', 'added', 'removed']), line: atMost(z.string(), longest.text) }),
  z.strictObject({ kind: z.literal('skipped'), lines: z.int().positive() }),
])
export type DiffLine = z.infer<typeof diffLineSchema>

/** How a source of a published tool is at its address now. */
export const watchedSourceSchema = z.strictObject({
  source: slugSchema,
  title: textSchema,
  url: textSchema,
  /**
   * `not read`: not yet since it was published. `same`, `changed`: its text. `gone`: its address no longer answers, or no longer has it. `failed`: it
   * could not be read the last time, and is tried again. `answers`: people typed its text, and its address answers.
   */
  state: z.enum(['not read', 'same', 'changed', 'gone', 'failed', 'answers']),
  /** When its text was last read; of a source that people typed, the day they read it. */
  readAt: instantSchema,
  /** When its address was last asked, and when it will be next. */
  checkedAt: instantSchema.nullable(),
  nextAt: instantSchema,
  /** Since when it has been changed, gone, or failing. */
  since: instantSchema.nullable(),
  httpStatus: z.int().nullable(),
  /** What went wrong the last time, and what to do. */
  message: atMost(z.string(), longest.text).nullable(),
  fix: atMost(z.string(), longest.text).nullable(),
  /** What changed, in words such as `the entry price: $20 → $25`. */
  changes: listOfAtMost(z.array(textSchema), most.parts),
  /** The text that is published, and the text that is there now where that is another one, by their hashes. */
  beforeSha256: sha256Schema,
  afterSha256: sha256Schema.nullable(),
  /** From the one to the other, line by line; empty where its text is the same. */
  diff: listOfAtMost(z.array(diffLineSchema), most.parts),
})
export type WatchedSource = z.infer<typeof watchedSourceSchema>

/** What changed in the sources of a tool since its record was published. Nulls, and no sources, of one that is not published, or only just. */
export const sourceChangesSchema = z.strictObject({
  schema: z.literal('panel.source-changes/1'),
  tool: slugSchema,
  recordId: recordIdSchema.nullable(),
  dossierSha256: sha256Schema.nullable(),
  sources: listOfAtMost(z.array(watchedSourceSchema), most.members),
})
export type SourceChanges = z.infer<typeof sourceChangesSchema>
