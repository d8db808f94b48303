import { z } from 'zod'
import { dateSchema } from '../contracts/primitives.js'

/** US dollars for a million tokens. `cachedInput` is null where cached input is priced like any other. */
const meteredPriceSchema = z.strictObject({
  kind: z.literal('metered'),
  usdPerMillionTokens: z.strictObject({
    input: z.number().nonnegative(),
    cachedInput: z.number().nonnegative().nullable(),
    output: z.number().nonnegative(),
  }),
  /** The day somebody read the price, and where. */
  readOn: dateSchema,
  source: z.url(),
})

/** `local`: the model runs on a machine of one's own, and a call costs nothing. `unknown` is never taken for 0. */
export const priceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({ kind: z.literal('unknown') }),
  meteredPriceSchema,
])

/** What the provider can hold a reply of this model to. `none`: the schema has to stand in the prompt. */
export const structuredOutputSchema = z.enum(['json-schema', 'json-object', 'none'])

/** How much a model reasons before its reply; `low` for the few that cannot do without. */
export const thinkingSchema = z.enum(['off', 'low', 'medium', 'high'])
export type Thinking = z.infer<typeof thinkingSchema>

/** What is known of a model. */
export const catalogModelSchema = z.strictObject({
  /** Who made the model, which is not who serves it. Compared with the vendors of reviewed tools. */
  vendor: z.string().min(1),
  family: z.string().min(1),
  /** The longest context in tokens, prompt and reply together; null when not known. */
  contextTokens: z.int().positive().nullable(),
  price: priceSchema,
  structuredOutput: structuredOutputSchema,
  thinking: thinkingSchema,
})
export type CatalogModel = z.infer<typeof catalogModelSchema>

/**
 * Something known of every model that `match` fits: a model id in which `*` stands for any text. A model takes each field
 * from the last entry that fits it and has that field, so special entries stand below general ones.
 */
export const catalogEntrySchema = catalogModelSchema.partial().extend({ match: z.string().regex(/^[a-z*][^\s]*$/) })
export type CatalogEntry = z.infer<typeof catalogEntrySchema>
