import type { Usage } from '../contracts/model-call.js'

/** Tokens that no one counted. */
export const unknownUsage: Usage = { inputTokens: null, cachedInputTokens: null, cacheWriteInputTokens: null, outputTokens: null }

/** The sum, or null as soon as one part is not known; of nothing, 0. */
export function sumKnown(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0)
}

/** Token counts added up; a count is null as soon as one part is not known. */
export function sumUsage(parts: readonly Usage[]): Usage {
  return {
    inputTokens: sumKnown(parts.map((part) => part.inputTokens)),
    cachedInputTokens: sumKnown(parts.map((part) => part.cachedInputTokens)),
    cacheWriteInputTokens: sumKnown(parts.map((part) => part.cacheWriteInputTokens)),
    outputTokens: sumKnown(parts.map((part) => part.outputTokens)),
  }
}
