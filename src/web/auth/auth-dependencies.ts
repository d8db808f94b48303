import type { Logger } from 'pino'
import type { People } from '../../accounts/people.js'
import type { SiteBrand } from '../../contracts/site-identity.js'
import type { Database } from '../../platform/db/database.js'
import type { Runtime } from '../../platform/runtime.js'
import type { Layout } from './variables.js'

export type AuthDependencies = {
  db: Database
  people: People
  runtime: Pick<Runtime, 'now' | 'newId' | 'log'>
  /** Signs the cookies; 32 characters or more. `readSignInSecret` gives it. */
  secret: string
  /** This server's address as browsers see it; null for as they ask for it. Over https its cookies are for TLS alone. */
  publicUrl: string | null
  log: Pick<Logger, 'error' | 'warn' | 'debug'>
  /** The look of the pages; left out, a plain one. */
  layout?: Layout
  /** What the site is known by, as it is now; left out for the package's own. */
  brand?: () => Promise<SiteBrand>
  /** Where to go after signing in, unless the page that sent there said. */
  homePath?: string
  /** The header in which a proxy in front writes the client's address, e.g. `x-forwarded-for`; null for none, and then none is believed. */
  trustedProxyHeader?: string | null
}
