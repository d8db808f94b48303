import type { ApiDefinition } from '../definition.js'
import { createAnthropic } from './anthropic.js'
import { anthropicEntries } from './catalog-entries.js'
import { anthropicReader } from './reply.js'

/** Claude models behind Anthropic's API. */
export const anthropic: ApiDefinition = {
  kind: 'api',
  id: 'anthropic',
  label: 'Anthropic',
  environment: { key: 'ANTHROPIC_API_KEY', address: 'ANTHROPIC_BASE_URL' },
  addressForm: 'url',
  keyPage: 'platform.claude.com',
  defaultModel: 'claude-haiku-5-5',
  telemetryName: 'anthropic',
  local: null,
  limits: {},
  secretShapes: [{ kind: 'an Anthropic key (sk-ant-…)', pattern: /\bsk-ant-[\w-]{16,}/ }],
  catalogEntries: anthropicEntries,
  reader: anthropicReader,
  create: (access, options) => createAnthropic({ ...access, ...options }),
}
