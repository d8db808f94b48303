import { z } from 'zod'
import { samplingSchema } from './model-call.js'

/** How a juror is asked: what is the same dossier and persona otherwise. */
export const requestFormSchema = z.strictObject({
  /** Which text of the persona it reads: `compact` where its context is small, and where the persona has one. */
  brief: z.enum(['full', 'compact']),
  /** Whether the server holds the reply to a grammar of this request's own: ids that exist, each ask once, lengths. */
  grammar: z.boolean(),
  sampling: samplingSchema,
})
export type RequestForm = z.infer<typeof requestFormSchema>

/** Warm enough to read like a person, cool enough to keep to the schema. */
export const usualSampling = { temperature: 0.4, maxOutputTokens: 4096 } as const

/** How a model is asked of which no one knows better, and how every model was asked before there were forms. */
export const usualForm: RequestForm = { brief: 'full', grammar: false, sampling: usualSampling }
