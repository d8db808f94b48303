import type { ApiDefinition } from '../definition.js'
import { mistralCatalogEntries } from './catalog-entries.js'
import { createMistral } from './mistral.js'
import { mistralReader } from './reply.js'

/** Models that Mistral hosts. */
export const mistral: ApiDefinition = {
  kind: 'api',
  id: 'mistral',
  label: 'Mistral',
  environment: { key: 'MISTRAL_API_KEY', address: 'MISTRAL_BASE_URL' },
  addressForm: 'url',
  keyPage: 'console.mistral.ai',
  defaultModel: 'mistral-small-2603',
  telemetryName: 'mistral_ai',
  local: null,
  limits: {},
  // Its keys are letters and digits, as many other things are.
  secretShapes: [],
  catalogEntries: mistralCatalogEntries,
  reader: mistralReader,
  create: (access, options) => createMistral({ ...access, ...options }),
}
