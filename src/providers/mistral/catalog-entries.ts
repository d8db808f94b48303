import type { CatalogEntry } from '../catalog/catalog-entry.js'

/** The day on which the prices were read in the vendor's documentation, whose source is public, and where. */
const readOn = '2026-08-21'
const source = 'https://docs.mistral.ai/inference/pricing'

/**
 * What Mistral hosts in general availability, under each name that its model cards give a model (mistralai/platform-docs-public,
 * `src/schema/models/models/`, as of that day). The `-latest` names move on to newer models, and so to other prices, without notice. Models
 * named otherwise can be used, at an unknown price. All take a JSON Schema ("Custom structured outputs"). Cached input costs a tenth of
 * input ("Prompt caching"). The cards round context lengths; the smaller reading is here.
 */
export const mistralCatalogEntries: readonly CatalogEntry[] = [
  { match: 'mistral:*', vendor: 'Mistral AI', structuredOutput: 'json-schema' },
  { match: 'mistral:mistral-*', family: 'Mistral' },
  { match: 'mistral:open-mistral-*', family: 'Mistral' },
  { match: 'mistral:ministral-*', family: 'Ministral' },
  { match: 'mistral:codestral-*', family: 'Codestral' },
  { match: 'mistral:devstral-*', family: 'Devstral' },
  { match: 'mistral:magistral-*', family: 'Magistral' },
  ...named(['mistral-large-2512', 'mistral-large-latest'], 256_000, { input: 0.5, cachedInput: 0.05, output: 1.5 }),
  ...named(['mistral-medium-3-5', 'mistral-medium-3', 'mistral-medium-latest'], 256_000, { input: 1.5, cachedInput: 0.15, output: 7.5 }),
  ...named(['mistral-small-2603', 'mistral-small-latest'], 256_000, { input: 0.15, cachedInput: 0.015, output: 0.6 }),
  ...named(['ministral-14b-2512', 'ministral-14b-latest'], 256_000, { input: 0.2, cachedInput: 0.02, output: 0.2 }),
  ...named(['ministral-8b-2512', 'ministral-8b-latest'], 256_000, { input: 0.15, cachedInput: 0.015, output: 0.15 }),
  ...named(['ministral-3b-2512', 'ministral-3b-latest'], 256_000, { input: 0.1, cachedInput: 0.01, output: 0.1 }),
  ...named(['codestral-2508', 'codestral-latest'], 128_000, { input: 0.3, cachedInput: 0.03, output: 0.9 }),
  // Made by another, hosted by Mistral, in public preview.
  { match: 'mistral:zai-glm-*', vendor: 'Z.ai', family: 'GLM' },
  ...named(['zai-glm-5-2'], 1_000_000, { input: 1.4, cachedInput: 0.14, output: 4.4 }),
]

type UsdPerMillionTokens = { input: number; cachedInput: number; output: number }

function named(names: readonly string[], contextTokens: number, usdPerMillionTokens: UsdPerMillionTokens): CatalogEntry[] {
  const price = { kind: 'metered', usdPerMillionTokens, readOn, source } as const
  return names.map((name) => ({ match: `mistral:${name}`, contextTokens, price }))
}
