import { anthropicEntries } from '../anthropic/catalog-entries.js'
import { mistralCatalogEntries } from '../mistral/catalog-entries.js'
import type { CatalogEntry } from './catalog-entry.js'

/** Entries for every provider's models whose name begins with one of these words, or has it behind a slash, however it is capitalized. */
function madeBy(vendor: string, family: string, names: readonly string[]): CatalogEntry[] {
  const written = names.flatMap((name) => [
    ...new Set([name, `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, name.toUpperCase(), family]),
  ])
  return [...new Set(written)].flatMap((name) => [`*:${name}*`, `*:*/${name}*`].map((match) => ({ match, vendor, family })))
}

/**
 * The models we know something of. Only facts that a reader can check; a field left out is "unknown", and works.
 * Context lengths are those of the vendors' model cards.
 */
export const catalogEntries: readonly CatalogEntry[] = [
  // Below a gateway or a server of one's own, the model's name is all there is to tell who made it.
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

  ...anthropicEntries,

  // Ollama runs models on one's own machine, and takes a JSON Schema as `format` for each (ollama/ollama, docs/capabilities/structured-outputs.mdx).
  { match: 'ollama:*', price: { kind: 'local' }, structuredOutput: 'json-schema' },
  { match: 'ollama:aya*', vendor: 'Cohere', family: 'Aya' },
  { match: 'ollama:codellama*', vendor: 'Meta', family: 'Llama' },
  { match: 'ollama:codestral*', vendor: 'Mistral AI', family: 'Codestral' },
  { match: 'ollama:command-*', vendor: 'Cohere', family: 'Command' },
  { match: 'ollama:deepseek-*', vendor: 'DeepSeek', family: 'DeepSeek' },
  { match: 'ollama:devstral*', vendor: 'Mistral AI', family: 'Devstral' },
  { match: 'ollama:gemma*', vendor: 'Google', family: 'Gemma' },
  { match: 'ollama:gemma2*', contextTokens: 8192 },
  // GPT-OSS cannot be kept from thinking: it takes a level instead of false (ollama/ollama, docs/capabilities/thinking.mdx).
  { match: 'ollama:gpt-oss*', vendor: 'OpenAI', family: 'GPT-OSS', contextTokens: 131_072, thinking: 'low' },
  { match: 'ollama:granite*', vendor: 'IBM', family: 'Granite' },
  { match: 'ollama:llama*', vendor: 'Meta', family: 'Llama' },
  { match: 'ollama:llama3.1*', contextTokens: 131_072 },
  { match: 'ollama:llama3.2*', contextTokens: 131_072 },
  { match: 'ollama:llama3.3*', contextTokens: 131_072 },
  { match: 'ollama:magistral*', vendor: 'Mistral AI', family: 'Magistral' },
  { match: 'ollama:ministral*', vendor: 'Mistral AI', family: 'Ministral' },
  { match: 'ollama:mistral*', vendor: 'Mistral AI', family: 'Mistral' },
  { match: 'ollama:mixtral*', vendor: 'Mistral AI', family: 'Mixtral' },
  { match: 'ollama:nemotron*', vendor: 'NVIDIA', family: 'Nemotron' },
  { match: 'ollama:olmo*', vendor: 'Ai2', family: 'OLMo' },
  { match: 'ollama:phi*', vendor: 'Microsoft', family: 'Phi' },
  { match: 'ollama:qwen*', vendor: 'Alibaba', family: 'Qwen' },
  { match: 'ollama:qwq*', vendor: 'Alibaba', family: 'Qwen' },
  // These two tags run in the vendor's cloud, on a subscription, and without structured output (ollama/ollama, the same page and docs/cloud.mdx).
  { match: 'ollama:*-cloud', price: { kind: 'unknown' }, structuredOutput: 'none' },
  { match: 'ollama:*:cloud', price: { kind: 'unknown' }, structuredOutput: 'none' },
  ...mistralCatalogEntries,
]
