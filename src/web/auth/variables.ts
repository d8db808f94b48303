import type { Child } from 'hono/jsx'
import type { TokenScope } from '../../accounts/store/api-tokens.js'
import type { Actor } from '../../contracts/actor.js'
import type { SiteBrand } from '../../contracts/site-identity.js'

/** What an API token may be used for. `read` looks, `write` does what its owner may do with panels and records, `admin` manages people. */
export type Scope = TokenScope

/**
 * What the middlewares put on a request. There is no CSRF token: `sameOriginOnly` already refuses whatever a page of another origin
 * sends, and a page of the same origin could read a token as well as any person could.
 */
export type AuthVariables = {
  /** Who acts; null for no one. By a token without the scope `admin`, an admin acts as an editor. */
  actor: Actor | null
  /** What the token allows; null without a token, and then the role alone decides. */
  scopes: readonly Scope[] | null
  /** What the site is known by, for the heads of pages; left out where it could not be read. */
  brand?: SiteBrand | null
}

/** For `new Hono<AuthEnv>()`. */
export type AuthEnv = { Variables: AuthVariables }

/** Puts a page's content into the look of the desk. `path` is where the page is, for what marks it in the navigation. */
export type Layout = (props: {
  title: string
  actor: Actor | null
  children: Child
  path: string
  brand: SiteBrand | null
}) => ReturnType<typeof String> | Child | Promise<Child>
