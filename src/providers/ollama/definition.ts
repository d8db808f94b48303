import type { ApiDefinition } from '../definition.js'
import { ollamaCatalogEntries } from './catalog-entries.js'
import { createOllama } from './ollama.js'
import { ollamaReader } from './reply.js'

/** Models that Ollama serves on one's own machine. */
export const ollama: ApiDefinition = {
  kind: 'api',
  id: 'ollama',
  label: 'Ollama',
  environment: { key: null, address: 'OLLAMA_HOST' },
  addressForm: 'host',
  keyPage: null,
  defaultModel: null,
  telemetryName: 'ollama',
  local: {
    start: 'ollama serve',
    getModel: (model) => `ollama pull ${model ?? 'llama3.1:8b'}`,
    keyless: 'point OLLAMA_HOST at an Ollama that asks for no key: keys are for endpoints in panel.config.yaml',
  },
  limits: {},
  secretShapes: [],
  catalogEntries: ollamaCatalogEntries,
  reader: ollamaReader,
  create: ({ baseUrl }, options) => createOllama({ host: baseUrl, ...options }),
}
