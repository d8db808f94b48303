import { z } from 'zod'
import { longest } from '../../contracts/limits.js'
import { samplingSchema } from '../../contracts/model-call.js'
import { dateSchema } from '../../contracts/primitives.js'
import { requestFormSchema } from '../../contracts/request-form.js'

/**
 * US dollars for a million tokens. `cachedInput` is null where cached input is priced like any other; `cacheWrite` is there where input
 * that is written to the prompt cache costs more than other input.
 */
const ratesSchema = z.strictObject({
  input: z.number().nonnegative(),
  cachedInput: z.number().nonnegative().nullable(),
  cacheWrite: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
})

const meteredPriceSchema = z.strictObject({
  kind: z.literal('metered'),
  usdPerMillionTokens: ratesSchema,
  /** What every token of a call costs once its prompt, cached or not, is longer than that. */
  longPrompt: z.strictObject({ aboveInputTokens: z.int().positive(), usdPerMillionTokens: ratesSchema }).optional(),
  /** The day someone read the price, and where. */
  readOn: dateSchema,
  source: z.url().max(2_000),
})
export type MeteredPrice = z.infer<typeof meteredPriceSchema>

/** `local`: the model runs on a machine of one's own, and a call costs nothing. `unknown` is never taken for 0. */
export const priceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('local') }),
  z.strictObject({ kind: z.literal('unknown') }),
  meteredPriceSchema,
])

/** What the provider can hold a reply of this model to. `none`: the schema has to be in the prompt. */
export const structuredOutputSchema = z.enum(['json-schema', 'json-object', 'none'])

/** How much a model reasons before its reply; `low` for the few that cannot do without. */
export const thinkingSchema = z.enum(['off', 'low', 'medium', 'high'])

/** What is known of a model. */
export const catalogModelSchema = z.strictObject({
  /** Who made the model, which is not who serves it. Compared with the vendors of reviewed tools. */
  vendor: z.string().min(1).max(longest.id),
  family: z.string().min(1).max(longest.id),
  /** The longest context in tokens, prompt and reply together; null when not known. */
  contextTokens: z.int().positive().nullable(),
  price: priceSchema,
  structuredOutput: structuredOutputSchema,
  thinking: thinkingSchema,
  /** The provider's word for no thinking (Anthropic), for a model that thinks unless asked not to; absent for one that thinks only when asked. */
  noThinking: z.enum(['disabled', 'between_tools']).optional(),
  /** What its maker recommends for picking tokens; what is left out is as usual. */
  sampling: samplingSchema.partial().optional(),
  /** Which text of a persona it reads; left out, `compact` where its context is known to be small. */
  brief: requestFormSchema.shape.brief.optional(),
})
export type CatalogModel = z.infer<typeof catalogModelSchema>

/**
 * Something known of every model that `match` fits: a model id in which `*` stands for any text. A model takes each field
 * from the last entry that fits it and has that field, so special entries are below general ones.
 */
export const catalogEntrySchema = catalogModelSchema.partial().extend({
  match: z
    .string()
    .max(longest.id)
    .regex(/^[a-z*][^\s]*$/),
})
export type CatalogEntry = z.infer<typeof catalogEntrySchema>
