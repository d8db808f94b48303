import type { CatalogEntry, MeteredPrice } from '../catalog/catalog-entry.js'

/**
 * Prices as that page and the models' own pages under platform.claude.com/docs/en/models had them. Cache writes are those of the five-minute
 * cache. Second hand, from tools that quote the page: what the cache costs with Haiku 5.5 and its prices above 100,000 tokens (several tools,
 * which agree), and what the cache costs with Fable 5.2 (one tool).
 */
const read = { kind: 'metered', readOn: '2026-11-22', source: 'https://platform.claude.com/docs/en/about-claude/pricing' } as const

const opusPrice: MeteredPrice = { ...read, usdPerMillionTokens: { input: 5, cachedInput: 0.5, cacheWrite: 6.25, output: 25 } }
const sonnetPrice: MeteredPrice = { ...read, usdPerMillionTokens: { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 } }

/** A million tokens, for every model from 4.6 on; 4.5 has 200,000. */
const contextTokens = 1_000_000

/**
 * The Claude models of the API. All current ones can be held to a JSON Schema (platform.claude.com/docs/en/build-with-claude/structured-outputs).
 * Which think, and whether they can be told not to: platform.claude.com/docs/en/build-with-claude/thinking and the migration guide of each.
 */
export const anthropicEntries: readonly CatalogEntry[] = [
  { match: 'anthropic:*', vendor: 'Anthropic' },
  { match: 'anthropic:claude-*', family: 'Claude', structuredOutput: 'json-schema' },
  // Structured outputs came with 4.5; these live on behind gateways alone.
  { match: 'anthropic:claude-3*', structuredOutput: 'none' },
  { match: 'anthropic:claude-*-4-20*', structuredOutput: 'none' },

  { match: 'anthropic:claude-haiku-*', family: 'Claude Haiku' },
  {
    match: 'anthropic:claude-haiku-4-5*',
    contextTokens: 200_000,
    price: { ...read, usdPerMillionTokens: { input: 1, cachedInput: 0.1, cacheWrite: 1.25, output: 5 } },
  },
  {
    match: 'anthropic:claude-haiku-5-5',
    contextTokens,
    noThinking: 'disabled',
    price: {
      ...read,
      usdPerMillionTokens: { input: 0.1, cachedInput: 0.01, cacheWrite: 0.125, output: 0.5 },
      longPrompt: { aboveInputTokens: 100_000, usdPerMillionTokens: { input: 0.5, cachedInput: 0.05, cacheWrite: 0.625, output: 2.5 } },
    },
  },

  { match: 'anthropic:claude-sonnet-*', family: 'Claude Sonnet' },
  // Its longer context, of a million tokens, was a beta with a price of its own.
  { match: 'anthropic:claude-sonnet-4-5*', contextTokens: 200_000, price: sonnetPrice },
  { match: 'anthropic:claude-sonnet-4-6', contextTokens, price: sonnetPrice },
  {
    match: 'anthropic:claude-sonnet-5',
    contextTokens,
    noThinking: 'disabled',
    price: { ...read, usdPerMillionTokens: { input: 2, cachedInput: 0.2, cacheWrite: 2.5, output: 10 } },
  },
  {
    match: 'anthropic:claude-sonnet-5-5',
    contextTokens,
    noThinking: 'between_tools',
    price: { ...read, usdPerMillionTokens: { input: 2, cachedInput: 0.1, cacheWrite: 2.5, output: 10 } },
  },

  { match: 'anthropic:claude-opus-*', family: 'Claude Opus' },
  { match: 'anthropic:claude-opus-4-5*', contextTokens: 200_000, price: opusPrice },
  { match: 'anthropic:claude-opus-4-6', contextTokens, price: opusPrice },
  { match: 'anthropic:claude-opus-4-7', contextTokens, price: opusPrice },
  { match: 'anthropic:claude-opus-4-8', contextTokens, price: opusPrice },
  { match: 'anthropic:claude-opus-5', contextTokens, noThinking: 'disabled', price: opusPrice },
  {
    match: 'anthropic:claude-opus-5-5',
    contextTokens,
    thinking: 'low',
    price: { ...read, usdPerMillionTokens: { input: 4, cachedInput: 0.2, cacheWrite: 5, output: 20 } },
  },

  { match: 'anthropic:claude-fable-*', family: 'Claude Fable', thinking: 'low' },
  {
    match: 'anthropic:claude-fable-5',
    contextTokens,
    price: { ...read, usdPerMillionTokens: { input: 10, cachedInput: 1, cacheWrite: 12.5, output: 50 } },
  },
  {
    match: 'anthropic:claude-fable-5-1',
    contextTokens,
    price: { ...read, usdPerMillionTokens: { input: 10, cachedInput: 0.25, cacheWrite: 12.5, output: 50 } },
  },
  {
    match: 'anthropic:claude-fable-5-2',
    contextTokens,
    price: { ...read, usdPerMillionTokens: { input: 8, cachedInput: 0.2, cacheWrite: 10, output: 40 } },
  },
]
