import { environmentSchema } from '../../src/app/config-environment.js'
import { providerDefinitions } from '../../src/providers/definitions.js'

/** Every variable that the configuration reads: its own, and each vendor's key and address. */
export const environmentNames: readonly string[] = [
  ...Object.keys(environmentSchema.shape),
  ...providerDefinitions.flatMap(({ environment: { key, address } }) => (key === null ? [address] : [key, address])),
]
