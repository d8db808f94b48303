import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { createPeopleStore } from '../../accounts/store/people.js'
import { createSignInStore } from '../../accounts/store/sign-in.js'
import { forgetParameters } from '../../platform/db/without-parameters.js'
import { recordFailure } from '../http/failure.js'
import { sameOriginOnly } from '../http/same-origin.js'
import { validAddressOnly } from '../http/valid-address.js'
import { accountRoutes } from './account-routes.js'
import type { AuthContext } from './auth-context.js'
import type { AuthDependencies } from './auth-dependencies.js'
import { createBetterAuth } from './better-auth.js'
import { linkRoutes } from './link-routes.js'
import { requireActor, requireScope, sessionMiddleware, tokenMiddleware } from './middlewares.js'
import { accountFormsOnly, pageHeaders, plainLayout, showPlain } from './page.js'
import { peopleRoutes } from './people-routes.js'
import { signInRoutes } from './sign-in-routes.js'
import type { AuthEnv } from './variables.js'

/** Where `routes` is to be mounted: its forms and links name this path. */
export const authPath = '/auth'

const minSecretLength = 32

/**
 * Signing in, and everything people see of it. `routes` goes under `authPath`; `session` before every app with pages, `token` (after it, where
 * both are wanted) before the API, `sameOrigin` before whatever changes something by cookie. Throws when the secret is too short.
 */
export function createAuth({ db, people, secret, layout, brand, homePath, trustedProxyHeader, ...rest }: AuthDependencies) {
  if (secret.length < minSecretLength) throw new Error(`the sign-in secret needs ${minSecretLength} characters or more`)
  const { runtime, publicUrl, log } = rest
  const stores = { people: createPeopleStore(db), signIn: createSignInStore(db) }
  const context: AuthContext = {
    auth: createBetterAuth({ db, runtime, secret, publicUrl, log, ...stores }),
    people,
    runtime,
    layout: layout ?? plainLayout,
    brand: brand ?? (async () => null),
    homePath: homePath ?? '/desk',
    publicUrl,
    trustedProxyHeader: trustedProxyHeader ?? null,
  }
  const session = sessionMiddleware(context)
  const sameOrigin = sameOriginOnly({ publicUrl })
  return {
    routes: createRoutes(context, [sameOrigin, ...accountFormsOnly(context), session]),
    session,
    token: tokenMiddleware(context),
    sameOrigin,
    requireActor,
    requireScope,
    people,
  }
}

function createRoutes(context: AuthContext, guards: ReturnType<typeof sessionMiddleware>[]): Hono<AuthEnv> {
  const routes = new Hono<AuthEnv>()
  routes.use(pageHeaders)
  for (const guard of guards) routes.use(guard)
  routes.use(
    validAddressOnly<AuthEnv>((c, { part }) => {
      const isPath = part === 'path'
      const text = isPath ? 'There is no page at this address.' : 'What follows the ? in the address is no text. Copy the whole link.'
      return showPlain(c, context, { status: isPath ? 404 : 400, title: isPath ? 'Not found' : 'Not understood', text })
    }),
  )
  routes.route('/', signInRoutes(context))
  routes.route('/', linkRoutes(context))
  routes.route('/', accountRoutes(context))
  routes.route('/', peopleRoutes(context))
  routes.all('*', (c) => showPlain(c, context, { status: 404, title: 'Not found', text: 'There is no page at this address.' }))
  routes.onError((failed, c) => {
    const error = forgetParameters(failed)
    if (error instanceof HTTPException && error.status < 500) throw error
    return showPlain(c, context, recordFailure(c, { error, runtime: context.runtime, what: 'a page about people failed' }))
  })
  return routes
}
