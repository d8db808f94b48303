import { z } from 'zod'
import { exampleModelId, exampleSlug } from './examples.js'
import { atMost, longest } from './limits.js'

/** Lower-case words joined by hyphens; names tools, sources, personas and asks in files and URLs. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, `use lower-case letters, digits and single hyphens, e.g. ${exampleSlug}`)
  .max(80)

/** A calendar date that exists, as YYYY-MM-DD. */
export const dateSchema = z.iso.date('use a date that exists, written YYYY-MM-DD')

/** A moment in UTC, as ISO 8601 with a trailing Z. */
export const instantSchema = atMost(z.iso.datetime('use a UTC time such as 2026-11-22T09:00:00.000Z'), longest.instant)

/** An instant of a cursor: one that PostgreSQL knows too, which has no year 0. */
export const placeInstantSchema = instantSchema.refine((text) => !text.startsWith('0000'), 'no list has such a place')

/** SHA-256 as 64 lower-case hexadecimal digits. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'use 64 lower-case hexadecimal digits')

/** `provider:model`; the model part may itself hold colons (`ollama:llama3.1:8b`). */
export const modelIdSchema = atMost(z.string().regex(/^[a-z][a-z0-9-]*:\S+$/, `write provider:model, e.g. ${exampleModelId}`), longest.id)

/** Text that says something: not empty and not only white space. */
export const textSchema = atMost(
  z.string().refine((text) => text.trim().length > 0, 'write something here'),
  longest.text,
)

/** Who wrote a model's reply: `recorded` is what a model really said, `authored` was written by people as a sample. */
export const originSchema = z.enum(['recorded', 'authored'])
export type Origin = z.infer<typeof originSchema>
