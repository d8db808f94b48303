import type { ApiDefinition } from '../../../../src/providers/definition.js'
import { createParrot, parrotReader } from './adapter.js'

const price = {
  kind: 'metered',
  usdPerMillionTokens: { input: 2, cachedInput: null, output: 10 },
  readOn: '2026-11-20',
  source: 'https://parrots.example/prices',
} as const

/** A vendor that does not exist, with a wire format of its own: all that the program knows of it is here. */
export const parrot: ApiDefinition = {
  kind: 'api',
  id: 'parrot',
  label: 'Parrot',
  environment: { key: 'PARROT_KEY', address: 'PARROT_URL' },
  addressForm: 'url',
  keyPage: 'parrots.example',
  defaultModel: 'grey-2',
  telemetryName: 'parrot_works',
  local: null,
  limits: { concurrency: 3, requestsPerMinute: 60 },
  secretShapes: [{ kind: 'a Parrot key (prt_…)', pattern: /\bprt_[0-9a-f]{12,}/ }],
  catalogEntries: [
    { match: 'parrot:*', vendor: 'Parrot Works', structuredOutput: 'json-object' },
    { match: 'parrot:grey-2', family: 'Grey', contextTokens: 32_000, price },
  ],
  reader: parrotReader,
  create: createParrot,
}

/** The same, as a server that runs on a machine of one's own: it has two slots, and asks for no key. */
export const aviary: ApiDefinition = {
  ...parrot,
  id: 'aviary',
  label: 'Aviary',
  environment: { key: null, address: 'AVIARY_URL' },
  keyPage: null,
  defaultModel: null,
  local: { start: 'aviary open', getModel: (model) => `aviary hatch ${model ?? 'grey-2'}`, keyless: 'leave the cage open' },
  limits: {},
  catalogEntries: [{ match: 'aviary:*', vendor: 'Parrot Works', price: { kind: 'local' } }],
  create: ({ baseUrl }, options) => ({
    ...createParrot({ apiKey: 'none', baseUrl }, options),
    name: 'aviary',
    local: { slots: async () => ({ total: 2, busy: 0 }), takesOneAtATime: () => false },
  }),
}
