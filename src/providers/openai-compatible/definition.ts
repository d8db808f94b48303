import type { EndpointFamily, KnownEndpoint } from '../definition.js'
import { endpointCatalogEntry } from './catalog-entry.js'
import { createOpenAiCompatible } from './openai-compatible.js'
import { openAiCompatibleReader } from './reply.js'

/** OpenAI itself. */
export const openAi: KnownEndpoint = {
  kind: 'endpoint',
  id: 'openai',
  label: 'OpenAI',
  environment: { key: 'OPENAI_API_KEY', address: 'OPENAI_BASE_URL' },
  baseUrl: 'https://api.openai.com/v1',
  keyPage: 'platform.openai.com',
  telemetryName: 'openai',
  limits: {},
  // Its keys begin with `sk-`, as those of many others do: every text is searched for that.
  secretShapes: [],
}

/** What vLLM, llama.cpp's server, LM Studio and hosted gateways speak. */
export const openAiCompatible: EndpointFamily = {
  label: 'OpenAI-compatible',
  create: (endpoint, options) => createOpenAiCompatible({ ...endpoint, ...options }),
  reader: openAiCompatibleReader,
  catalogEntry: endpointCatalogEntry,
}
