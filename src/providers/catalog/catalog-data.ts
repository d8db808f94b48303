import type { ProviderDefinition } from '../definition.js'
import { providerDefinitions } from '../definitions.js'
import { createCatalog } from './catalog.js'
import type { CatalogEntry } from './catalog-entry.js'

/** Entries for every provider's models whose name begins with one of these words, or has it behind a slash, however it is capitalized. */
function madeBy(vendor: string, family: string, names: readonly string[]): CatalogEntry[] {
  const written = new Set(names.flatMap((name) => [...namesLike(name), family]))
  return [...written].flatMap((name) => matchesOf(name).map((match) => ({ match, vendor, family })))
}

function namesLike(name: string): string[] {
  return [...new Set([name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, name.toUpperCase()])]
}

/** Every provider's models whose name begins so, or has it behind a slash. */
function matchesOf(name: string): string[] {
  return [`*:${name}*`, `*:*/${name}*`]
}

/**
 * What makers recommend for picking tokens, on their model cards and in `generation_config.json` beside the weights, as of November 2026. Without the penalty,
 * which is ours, SmolLM2 of 135 million parameters repeats one sentence through all its answers (docs/providers.md).
 */
const samplingEntries: readonly CatalogEntry[] = [
  ...sampledWith(['smollm'], { temperature: 0.2, topP: 0.9, repeatPenalty: 1.1 }),
  ...sampledWith(['qwen'], { temperature: 0.7, topP: 0.8, topK: 20 }),
  ...sampledWith(['llama3', 'llama-3', 'meta-llama/'], { temperature: 0.6, topP: 0.9 }),
  ...sampledWith(['gemma3', 'gemma-3'], { topP: 0.95, topK: 64 }),
]

/** `llama.context_length` in the GGUF files of SmolLM2, and `max_position_embeddings` in its `config.json`. */
const contextEntries: readonly CatalogEntry[] = [{ match: '*smollm2*', contextTokens: 8192 }]

function sampledWith(names: readonly string[], sampling: NonNullable<CatalogEntry['sampling']>): CatalogEntry[] {
  return names.flatMap((name) => namesLike(name).flatMap((written) => matchesOf(written).map((match) => ({ match, sampling }))))
}

/** Who made a model: below a gateway or a server of one's own, its name is all there is to tell. */
const makerEntries: readonly CatalogEntry[] = [
  ...madeBy('OpenAI', 'GPT', ['gpt-', 'o1-', 'o3', 'o4-mini', 'openai/']),
  ...madeBy('Anthropic', 'Claude', ['claude-', 'anthropic/', 'anthropic.']),
  ...madeBy('Google', 'Gemini', ['gemini-', 'google/']),
  ...madeBy('Google', 'Gemma', ['gemma']),
  ...madeBy('xAI', 'Grok', ['grok-']),
  ...madeBy('Meta', 'Llama', ['llama', 'meta-llama/']),
  ...madeBy('Mistral AI', 'Mistral', ['mistral', 'mistralai/']),
  ...madeBy('Mistral AI', 'Mixtral', ['mixtral']),
  ...madeBy('Mistral AI', 'Ministral', ['ministral']),
  ...madeBy('Mistral AI', 'Magistral', ['magistral']),
  ...madeBy('Mistral AI', 'Codestral', ['codestral']),
  ...madeBy('Mistral AI', 'Devstral', ['devstral']),
  ...madeBy('Alibaba', 'Qwen', ['qwen', 'qwq']),
  ...madeBy('DeepSeek', 'DeepSeek', ['deepseek']),
  ...madeBy('Microsoft', 'Phi', ['phi-', 'microsoft/']),
  ...madeBy('Cohere', 'Command', ['command-', 'c4ai-']),
  ...madeBy('IBM', 'Granite', ['granite']),
  ...madeBy('NVIDIA', 'Nemotron', ['nemotron', 'nvidia/']),
  ...madeBy('Ai2', 'OLMo', ['olmo', 'allenai/']),
  ...madeBy('Z.ai', 'GLM', ['glm-', 'zai-org/']),
  ...madeBy('Moonshot AI', 'Kimi', ['kimi-', 'moonshotai/']),
  ...madeBy('Hugging Face', 'SmolLM', ['smollm']),
]

/**
 * The models we know something of: what their names say, then what each vendor's folder knows. Only facts that a reader can check; a field
 * left out is "unknown", and works. Pure.
 */
export function catalogEntriesOf(definitions: readonly ProviderDefinition[]): CatalogEntry[] {
  return [
    ...makerEntries,
    ...contextEntries,
    ...samplingEntries,
    ...definitions.flatMap((definition) => (definition.kind === 'api' ? definition.catalogEntries : [])),
  ]
}

/** The entries that come with the package. */
export const catalogEntries: readonly CatalogEntry[] = catalogEntriesOf(providerDefinitions)

/** The catalog that comes with the package. */
export const { find: findModel, formOf, costUsd, worstCaseCostUsd } = createCatalog(catalogEntries)
