import type { People } from '../../accounts/people.js'
import type { SiteBrand } from '../../contracts/site-identity.js'
import type { Runtime } from '../../platform/runtime.js'
import type { BetterAuth } from './better-auth.js'
import type { Layout } from './variables.js'

/** What the routes work with. */
export type AuthContext = {
  auth: BetterAuth
  people: People
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
  layout: Layout
  brand: () => Promise<SiteBrand | null>
  homePath: string
  publicUrl: string | null
  trustedProxyHeader: string | null
}
