import type { CatalogEntry } from '../catalog/catalog-entry.js'

/** What is known of the models of Ollama's library, by their names there. Context lengths are those of the vendors' model cards. */
export const ollamaCatalogEntries: readonly CatalogEntry[] = [
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
]
