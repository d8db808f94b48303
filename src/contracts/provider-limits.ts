import { z } from 'zod'

/** What a provider allows, or what one wants to ask of it at most. Whatever is left out is not limited. */
export const providerLimitsSchema = z.strictObject({
  /** Calls under way at once, by all workers together. */
  concurrency: z.int().min(1).optional(),
  /** Seats drafted at once by one worker: for a model that runs on the worker's own machine. */
  perWorker: z.int().min(1).max(256).optional(),
  /** Requests that begin within any 60 seconds, by all workers together. */
  requestsPerMinute: z.int().min(1).optional(),
  /** Tokens read and written by the calls that begin within any 60 seconds, by all workers together. */
  tokensPerMinute: z.int().min(1).optional(),
})
export type ProviderLimits = Readonly<z.infer<typeof providerLimitsSchema>>
