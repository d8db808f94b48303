import { LRUCache } from 'lru-cache'
import type { ChatRequest, Usage } from '../../contracts/model-call.js'
import { type RequestForm, usualSampling } from '../../contracts/request-form.js'
import { onceFor } from '../../platform/once-for.js'
import { messageText } from '../reply/message-text.js'
import type { CatalogEntry, CatalogModel, MeteredPrice } from './catalog-entry.js'

/** A model that no one described: it works, and nothing about it is guessed. */
const unknownModel: CatalogModel = {
  vendor: 'unknown',
  family: 'unknown',
  contextTokens: null,
  price: { kind: 'unknown' },
  structuredOutput: 'none',
  thinking: 'off',
}

const tokensPerPrice = 1_000_000
/** A worker asks for the same few models over and over. */
const rememberedModels = 1_000
/** Tokens that providers add of their own: chat template, and instructions that go with a schema. */
const addedTokens = 1024

/** A context of so many tokens has no room for the whole text of a persona, a dossier of some length, the reply and its repair. */
const smallContextTokens = 8192
/** What a reply to a compact brief has room for: its grammar ends it before. */
const compactOutputTokens = 2048

export type Catalog = {
  /** What is known of a model id. Always answers; what is not known says so. */
  find: (model: string) => CatalogModel
  /** How a model is asked for a verdict. */
  formOf: (model: string) => RequestForm
  /** US dollars for a finished call: 0 for a local model, null when the price or a count it needs is not known. */
  costUsd: (call: { model: string; usage: Usage }) => number | null
  /**
   * Whether requests that begin alike are better sent one after another than all at once: input read from the prompt cache has a lower price,
   * or a server of one's own is spared the reading of it.
   */
  sharesPromptCache: (model: string) => boolean
  /** US dollars that a call cannot exceed, for reserving: 0 for a local model, null when the price is not known. */
  worstCaseCostUsd: (call: { model: string; request: ChatRequest }) => number | null
  /** Tokens a call will read and write, about: a quarter of the prompt's bytes, and as much as the reply may have. */
  expectedTokens: (call: { request: ChatRequest }) => number
}

/** A catalog over the given entries, later ones refining earlier ones. Pure. */
export function createCatalog(entries: readonly CatalogEntry[]): Catalog {
  const matchers = entries.map(({ match, ...known }) => ({ fits: globPattern(match), known }))
  const found = new LRUCache<string, CatalogModel>({ max: rememberedModels })
  const find = (model: string): CatalogModel => {
    const before = found.get(model)
    if (before !== undefined) return before
    const fitting = matchers.flatMap(({ fits, known }) => (fits.test(model) ? [known] : []))
    const sampling = Object.assign({}, ...fitting.map((entry) => entry.sampling))
    const known = Object.assign({}, unknownModel, ...fitting, Object.keys(sampling).length === 0 ? {} : { sampling })
    found.set(model, known)
    return known
  }
  return {
    find,
    formOf: (model) => formOf(find(model)),
    sharesPromptCache: (model) => find(model).price.kind === 'local' || hasCheaperCache(find(model).price),
    costUsd: ({ model, usage }) => callCostUsd(find(model).price, usage),
    worstCaseCostUsd: ({ model, request }) => requestCostUsd(find(model).price, request),
    expectedTokens: ({ request }) => Math.ceil(mostInputTokens(request) / 4) + request.sampling.maxOutputTokens,
  }
}

/** A server of one's own decodes by the grammar that it is given; a hosted one keeps a schema with the prompt that it caches, the same for all. */
function formOf({ brief: known, contextTokens, price, structuredOutput, sampling }: CatalogModel): RequestForm {
  const brief = known ?? (contextTokens !== null && contextTokens <= smallContextTokens ? 'compact' : 'full')
  const grammar = price.kind === 'local' && structuredOutput === 'json-schema'
  const usual = brief === 'compact' && grammar ? { ...usualSampling, maxOutputTokens: compactOutputTokens } : usualSampling
  return { brief, grammar, sampling: { ...usual, ...sampling } }
}

function hasCheaperCache(price: CatalogModel['price']): boolean {
  if (price.kind !== 'metered') return false
  const { input, cachedInput } = price.usdPerMillionTokens
  return cachedInput !== null && cachedInput < input
}

function callCostUsd(price: CatalogModel['price'], usage: Usage): number | null {
  if (price.kind === 'local') return 0
  const { inputTokens, outputTokens } = usage
  if (price.kind === 'unknown' || inputTokens === null) return null
  const { input, cachedInput, cacheWrite, output } = ratesFor(price, inputTokens)
  // A count that is missing matters only where it has a price of its own.
  const readTokens = cachedInput === null ? 0 : usage.cachedInputTokens
  const writtenTokens = cacheWrite === undefined ? 0 : usage.cacheWriteInputTokens
  if (readTokens === null || writtenTokens === null || outputTokens === null) return null
  const plainTokens = inputTokens - readTokens - writtenTokens
  const inputUsd = plainTokens * input + readTokens * (cachedInput ?? input) + writtenTokens * (cacheWrite ?? input)
  return (inputUsd + outputTokens * output) / tokensPerPrice
}

/** Every token of the prompt might be written to the cache, where that costs more. */
function requestCostUsd(price: CatalogModel['price'], request: ChatRequest): number | null {
  if (price.kind === 'local') return 0
  if (price.kind === 'unknown') return null
  const inputTokens = mostInputTokens(request)
  const { input, cacheWrite, output } = ratesFor(price, inputTokens)
  return (inputTokens * Math.max(input, cacheWrite ?? 0) + request.sampling.maxOutputTokens * output) / tokensPerPrice
}

function ratesFor({ usdPerMillionTokens, longPrompt }: MeteredPrice, inputTokens: number): MeteredPrice['usdPerMillionTokens'] {
  return longPrompt !== undefined && inputTokens > longPrompt.aboveInputTokens ? longPrompt.usdPerMillionTokens : usdPerMillionTokens
}

/**
 * A count that the prompt's tokens cannot exceed, whatever the tokenizer: a token of a byte-level or byte-fallback tokenizer, which all
 * current models use, stands for at least one byte of UTF-8. The true count is about a quarter of it. The schema counts too, since
 * providers without constrained decoding read it.
 */
const mostInputTokens = onceFor(({ messages, replySchema }: ChatRequest): number => {
  return Buffer.byteLength(messages.map(messageText).join(''), 'utf8') + schemaBytes(replySchema) + addedTokens
})

/** A request's own grammar is no part of the prompt. */
const schemaBytes = onceFor(({ name, schema }: ChatRequest['replySchema']) => Buffer.byteLength(JSON.stringify({ name, schema }), 'utf8'))

/** A pattern for text in which `*` stands for any text. */
export function globPattern(glob: string): RegExp {
  const literal = glob.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${literal.join('.*')}$`)
}
