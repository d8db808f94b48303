import { z } from 'zod'
import { boundedText, looseText } from '../contracts/bounded-text.js'
import { callSchema } from '../contracts/call.js'
import { reasonSchema } from '../contracts/review-ids.js'
import { verdictContentInputSchema } from '../contracts/revision.js'
import type { Invalid } from './refusals.js'

/** What may be in a comment. */
export const commentTextSchema = boundedText(4000)
const waivesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unscored-seat') }),
  z.strictObject({ kind: z.literal('flag'), flag: boundedText(2000) }),
])

/** The same limits as for a finished verdict, and every part may be empty. */
function draftText(maxLength: number) {
  return looseText(maxLength)
}
/** Text that may be left out, or say nothing: then it is null. */
function optional<Schema extends z.ZodType<string>>(schema: Schema) {
  return z.preprocess((text) => (text === undefined || (typeof text === 'string' && text.trim() === '') ? null : text), schema.nullable())
}

const autosavedContentSchema = z.strictObject({
  evidence: z.array(z.strictObject({ source: draftText(80), quote: draftText(4000), shows: draftText(2000) })).max(50),
  answers: z.array(z.strictObject({ ask: draftText(80), answer: draftText(4000) })).max(50),
  predictions: z
    .array(
      z.strictObject({
        statement: draftText(2000),
        deadline: draftText(40),
        probability: z.number().nullable(),
        resolution: draftText(2000),
      }),
    )
    .max(20),
  quote: draftText(10_000),
  call: callSchema.nullable(),
})

/** What people send, by the name of its field. A reason that says nothing is null, which is not wrong here: the rules of review say where one is needed. */
export const inputSchemas = {
  content: verdictContentInputSchema,
  draft: autosavedContentSchema,
  passage: z.strictObject({ source: draftText(80), quote: draftText(4000) }),
  reason: optional(reasonSchema),
  text: optional(commentTextSchema),
  waives: waivesSchema,
  call: callSchema,
  base: z.int().positive().nullable(),
}

type Fields = keyof typeof inputSchemas

/** Parses the named fields, all problems at once: `content.quote: write at most 10000 characters`. */
export function parseInput<Name extends Fields>(
  fields: Record<Name, unknown>,
): { status: 'parsed'; value: { [Field in Name]: z.infer<(typeof inputSchemas)[Field]> } } | Invalid {
  const shape = Object.fromEntries(Object.keys(fields).map((name) => [name, inputSchemas[name as Name]]))
  const parsed = z.strictObject(shape).safeParse(fields)
  if (parsed.success) return { status: 'parsed', value: parsed.data as { [Field in Name]: z.infer<(typeof inputSchemas)[Field]> } }
  return { status: 'invalid', problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
}
