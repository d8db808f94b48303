import { anthropic } from './anthropic/definition.js'
import type { EndpointFamily, ProviderDefinition } from './definition.js'
import { mistral } from './mistral/definition.js'
import { ollama } from './ollama/definition.js'
import { openAi, openAiCompatible } from './openai-compatible/definition.js'

/** Every vendor, one line each, in the order in which they are listed and looked through for a model. A new one is its folder and a line here. */
export const providerDefinitions: readonly ProviderDefinition[] = [anthropic, mistral, ollama, openAi]

/** What the servers speak that panel.config.yaml names. */
export const endpointFamily: EndpointFamily = openAiCompatible
